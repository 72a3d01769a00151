"""Accessible PDF from an HTML template: tagged (PDF/UA-1), nothing fetched from anywhere, made in a bounded process."""

from leeward.foundation.pdf.making import MEND, PDF_TYPE, PdfFailed, PdfUnavailable, pdf_of, pdf_works, render_pdf

__all__ = ["MEND", "PDF_TYPE", "PdfFailed", "PdfUnavailable", "pdf_of", "pdf_works", "render_pdf"]
