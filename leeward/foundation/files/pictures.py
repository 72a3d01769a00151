"""Pictures: how large they are, and a copy made of their points alone. Runs in `child` only. No Django."""

import io
import warnings

from PIL import Image, ImageFile, ImageOps

from leeward.foundation.files.kinds import Bounds, Kind, NotTaken, Unwelcome

_FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.GIF: "GIF", Kind.WEBP: "WEBP"}
QUALITY = 90
ORIENTATION, GPS = 0x0112, 0x8825


def load() -> None:
    """Loads the decoders, so that none has to be looked for later."""
    Image.preinit()
    from PIL import WebPImagePlugin  # noqa: F401  # loaded for its effect

    told = Image.Exif()
    told[ORIENTATION] = 6
    told[GPS] = {1: "N"}
    for kind, name in ((Kind.JPEG, "RGB"), (Kind.PNG, "RGBA"), (Kind.GIF, "P"), (Kind.WEBP, "RGB")):
        into = io.BytesIO()
        Image.new(name, (2, 2)).save(into, _FORMATS[kind], **({} if kind is Kind.GIF else {"exif": told}))
        copy(into.getvalue(), kind, Bounds())


def _opened(raw: bytes, kind: Kind, within: Bounds) -> Image.Image:
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = None  # judged below, before anything is decoded
    warnings.simplefilter("ignore")
    picture = Image.open(io.BytesIO(raw), formats=[_FORMATS[kind]])
    if picture.width * picture.height > within.pixels:
        raise NotTaken(Unwelcome.TOO_MANY_PIXELS)
    return picture


def look(raw: bytes, kind: Kind, within: Bounds) -> bytes:
    """Decodes it once: a picture that cannot be decoded is no picture. Raises NotTaken, or what Pillow raises."""
    with _opened(raw, kind, within) as picture:
        picture.load()
    return b""


def copy(raw: bytes, kind: Kind, within: Bounds) -> bytes:
    """The points alone, turned the right way up: no place, no time, no device, no comment, no thumbnail.

    Of a moving picture, the first one.
    """
    with _opened(raw, kind, within) as opened:
        opened.load()
        turned = ImageOps.exif_transpose(opened)
        form = "JPEG" if kind is Kind.JPEG else "PNG"
        if form == "JPEG":
            plain = turned.convert("L" if turned.mode in ("1", "L") else "RGB")
        else:
            clear = "A" in turned.getbands() or "transparency" in turned.info
            plain = turned.convert("RGBA" if clear else "RGB")
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    into = io.BytesIO()
    bare.save(into, form, **({"quality": QUALITY} if form == "JPEG" else {}))
    return into.getvalue()
