"""Takes the compiled files of govuk-frontend into the product, without what only GOV.UK may use.

    npm pack govuk-frontend@6.6.0
    .venv/bin/python scripts/vendor_govuk.py govuk-frontend-6.6.0.tgz

The code is MIT; the crown, the GDS Transport typeface and the GOV.UK blue are not ours to use and are taken out here.
The brand is laid over it by leeward.css. No Node is needed to run Leeward.
"""

import re
import sys
import tarfile
from pathlib import Path

HERE = Path(__file__).parent.parent / "leeward" / "frontdoor" / "static" / "frontdoor"
FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif'
COLOURS = {  # GOV.UK's own colours, and ours in their place
    "#1d70b8": "#0d4451",  # brand
    "#1a65a6": "#0b5a68",  # link
    "#0f385c": "#06343d",  # link under the pointer
    "#54319f": "#5b3d7c",  # visited link
    "#f4f8fb": "#f6f1e6",  # surface
    "#8eb8dc": "#d9cbb0",  # surface border
    "#0f7a52": "#0f6463",  # button, success
    "#0b5c3e": "#0a4d4d",  # button under the pointer
    "#083d29": "#072f33",  # button edge
    "#d2e2f1": "#dcebe9",  # pale brand
    "#2a1950": "#2b1f3d",
}
# Parts we draw ourselves or do not use.
COMPONENTS_LEFT_OUT = (
    "cookie-banner",
    "exit-this-page",
    "feedback",
    "footer",
    "generic-header",
    "header",
    "language",
    "logo",
    "phase-banner",
    "service-navigation",
)


def _text(tar: tarfile.TarFile, name: str) -> str:
    member = tar.extractfile(f"package/{name}")
    if member is None:
        raise SystemExit(f"{name} is not in the archive; is it an npm pack of govuk-frontend 6?")
    return member.read().decode()


def clean(css: str) -> str:
    """The stylesheet without typeface, crown and blue. Stops when anything of them is left."""
    css = re.sub(r"/\*!? Copyright[^*]*\*/", "", css)
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", FONTS)
    css = re.sub(r"[^{}]*\{[^{}]*govuk-crest[^{}]*\}", "", css)
    for theirs, ours in COLOURS.items():
        css = css.replace(theirs, ours)
    css = re.sub(r"/\*#[^*]*\*/", "", css)
    one = rf"\.govuk-(?:{'|'.join(COMPONENTS_LEFT_OUT)})(?![a-z])[^{{}},]*"
    css = re.sub(rf"(?<=[{{}}]){one}(?:,{one})*\{{[^{{}}]*\}}", "", css)
    while True:
        shorter = re.sub(r"@(?:media|supports)[^{}]*\{\}", "", css)
        if shorter == css:
            break
        css = shorter
    left = [word for word in ("GDS", "crest", "crown", "url(/", "#1d70b8") if word in css]
    if left:
        raise SystemExit(f"Still in the stylesheet: {', '.join(left)}. Mend scripts/vendor_govuk.py for this version.")
    return css


def main() -> None:
    """Writes govuk.css and govuk.js beside the brand layer."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    HERE.mkdir(parents=True, exist_ok=True)
    with tarfile.open(sys.argv[1]) as tar:
        css = clean(_text(tar, "dist/govuk/govuk-frontend.min.css"))
        script = re.sub(r"\n?//# sourceMappingURL=.*", "", _text(tar, "dist/govuk/govuk-frontend.min.js"))
    (HERE / "govuk.css").write_text(css.strip() + "\n")
    (HERE / "govuk.js").write_text(script.strip() + "\n")
    for name in ("govuk.css", "govuk.js"):
        print(f"{name}: {(HERE / name).stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
