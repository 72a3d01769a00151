"""Examples of pages that need an argument. The product's own running."""

from tests.house.samples.kind import Sample

SAMPLES: dict[str, Sample] = {}

NOT_PAGES = frozenset({"try-again"})
