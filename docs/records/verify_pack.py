#!/usr/bin/env python3
"""Opens and checks a Leeward transfer pack without Leeward. Needs Python 3.9 and the package `cryptography`.

    python3 verify_pack.py record.html            checks it and lists what is in it (asks for the six words)
    python3 verify_pack.py record.html folder     also writes its files into a new folder

The format is open. A pack is a web page; in it, between `<script id="sealed" type="text/plain">` and `</script>`, stand
two texts in base64 with a full stop between them:

1. a head in JSON: {"format":"leeward-sealed/1","kdf":"PBKDF2-SHA256","rounds":…,"salt":…,"cipher":"AES-256-GCM","nonce":…}
2. the sealed archive. Key: PBKDF2 with SHA-256 over the words (small letters a to z only), the salt and the rounds, 32
   bytes. Cipher: AES-256-GCM with the nonce; the bytes of the head are the additional data; the tag stands at the end.

The archive is a ZIP whose entries are stored without compression: `manifest.json`, `record.html`, `record.pdf`,
`record.json`, and `files/NNN-name`. The manifest names every other entry with its size and SHA-256.
"""

import base64
import getpass
import hashlib
import io
import json
import pathlib
import re
import sys
import zipfile

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NAMES = re.compile(r"manifest\.json|record\.(html|pdf|json)|files/[0-9]{3}-[A-Za-z0-9][A-Za-z0-9._-]{0,80}")


def stop(text):
    print("REFUSED:", text)
    sys.exit(1)


def unseal(page, words):
    found = re.search(rb'<script id="sealed" type="text/plain">([^<]*)</script>', page)
    if not found:
        stop("this is not a transfer pack")
    first, second = found.group(1).strip().split(b".")
    head = base64.b64decode(first)
    how = json.loads(head)
    if how["format"] != "leeward-sealed/1":
        stop("unknown format " + how["format"])
    if not 100_000 <= how["rounds"] <= 2_000_000:
        stop("the number of rounds is absurd")
    letters = re.sub("[^a-z]", "", words.casefold()).encode()
    key = hashlib.pbkdf2_hmac("sha256", letters, base64.b64decode(how["salt"]), how["rounds"], 32)
    try:
        return AESGCM(key).decrypt(base64.b64decode(how["nonce"]), base64.b64decode(second), head)
    except InvalidTag:
        stop("these are not the words, or the pack was changed")


def check(archive):
    contents = {}
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for one in opened.infolist():
            if not NAMES.fullmatch(one.filename) or one.filename in contents:
                stop("an entry has a name that is not allowed")
            if one.compress_type != zipfile.ZIP_STORED:
                stop(one.filename + " is compressed")
            contents[one.filename] = opened.read(one)
    manifest = json.loads(contents["manifest.json"])
    if manifest["schema"] != "leeward-transfer/1":
        stop("unknown schema " + manifest["schema"])
    listed = {"manifest.json"}
    for row in manifest["files"]:
        body = contents.get(row["name"])
        if body is None:
            stop(row["name"] + " is missing")
        if hashlib.sha256(body).hexdigest() != row["sha256"] or len(body) != row["size"]:
            stop(row["name"] + " is not as listed")
        listed.add(row["name"])
    if set(contents) != listed:
        stop("there is more in it than is listed")
    return manifest, contents


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__)
        sys.exit(2)
    page = pathlib.Path(arguments[0]).read_bytes()
    words = getpass.getpass("The six words: ") if sys.stdin.isatty() else sys.stdin.readline()
    manifest, contents = check(unseal(page, words))
    for name in ("sender", "receiver", "made_at", "made_by", "case"):
        print(f"{name}: {manifest[name]}")
    for text in manifest["left_out"]:
        print("not in it:", text)
    for row in manifest["files"]:
        print(row["sha256"], row["size"], row["name"])
    if len(arguments) == 2:
        folder = pathlib.Path(arguments[1])
        folder.mkdir(parents=True, mode=0o700)
        for name, body in contents.items():
            place = folder / name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(body)
    print("WHOLE: every file is as the sender listed it")


if __name__ == "__main__":
    main(sys.argv[1:])
