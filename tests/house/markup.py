"""Reads a page strictly and says what is wrong with it."""

from collections import Counter
from xml.etree.ElementTree import Element

import html5lib

NAMELESS_TYPES = {"hidden", "submit", "button", "image", "reset"}


def faults(page: str) -> list[str]:
    """Everything that is wrong with a whole HTML page, in sentences; empty for a good one."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(page)
    found = [f"line {place[0]}: {code} {data or ''}" for place, code, data in parser.errors]
    return [*found, *_outline(root), *_ids(root), *_labels(root), *_tables(root)]


def text_of(page: str, tag: str) -> str:
    """The text of the first element of that kind."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    element = next(root.iter(tag), None)
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _outline(root: Element) -> list[str]:
    found = []
    if not root.get("lang"):
        found.append("the page does not say its language")
    titles = ["".join(title.itertext()).strip() for head in root.iter("head") for title in head.iter("title")]
    if len(titles) != 1 or len(titles[0]) < 4:
        found.append("the page has no title")
    if (count := len(list(root.iter("h1")))) != 1:
        found.append(f"the page has {count} h1")
    if (count := len(list(root.iter("main")))) != 1:
        found.append(f"the page has {count} main")
    last = 0
    for element in root.iter():
        if (
            isinstance(element.tag, str)
            and len(element.tag) == 2
            and element.tag[0] == "h"
            and element.tag[1].isdigit()
        ):
            level = int(element.tag[1])
            if last and level > last + 1:
                found.append(f"a heading of level {level} follows one of level {last}: {''.join(element.itertext())!r}")
            last = level
    return found


def _ids(root: Element) -> list[str]:
    ids = Counter(element.get("id") for element in root.iter() if element.get("id") is not None)
    found = [f"the id {one!r} is used {count} times" for one, count in ids.items() if count > 1]
    found += [f"the id {one!r} is empty or has a space" for one in ids if not one or " " in one]
    for element in root.iter():
        for name in ("aria-describedby", "aria-labelledby", "aria-controls", "for"):
            found += [
                f"{name} points to {one!r}, which is not there"
                for one in element.get(name, "").split()
                if one not in ids
            ]
        target = element.get("href", "") if element.tag == "a" else ""
        if target.startswith("#") and target[1:] not in ids:
            found.append(f"a link leads to {target}, which is not there")
    return found


def _labels(root: Element) -> list[str]:
    labelled = {label.get("for") for label in root.iter("label")}
    inside = {id(control) for label in root.iter("label") for control in label.iter()}
    found = []
    for element in root.iter():
        if element.tag not in {"input", "select", "textarea"} or element.get("type", "text") in NAMELESS_TYPES:
            continue
        named = element.get("id") in labelled or id(element) in inside
        if not (named or element.get("aria-label") or element.get("aria-labelledby")):
            found.append(f"the field {element.get('name')!r} has no label")
    for element in root.iter():
        if element.tag in {"a", "button"} and not _has_name(element):
            found.append(f"a {element.tag} has no text")
        if element.tag == "img" and element.get("alt") is None:
            found.append(f"the image {element.get('src')!r} has no alt")
        if element.tag == "fieldset" and element.find("legend") is None:
            found.append("a fieldset has no legend")
    return found


def _has_name(element: Element) -> bool:
    return bool("".join(element.itertext()).strip() or element.get("aria-label") or element.get("aria-labelledby"))


def _tables(root: Element) -> list[str]:
    found = []
    for table in root.iter("table"):
        head = table.find("thead")
        if table.find("caption") is None and not (table.get("aria-label") or table.get("aria-labelledby")):
            found.append("a table has no caption")
        if any(cell.get("scope") is None for cell in table.iter("th")):
            found.append("a table heading does not say its scope")
        if head is not None and "lw-table" in table.get("class", ""):
            cells = [cell for body in table.iter("tbody") for cell in body.iter("td")]
            if any(cell.get("data-label") is None and cell.get("colspan") is None for cell in cells):
                found.append("a cell of an lw-table has no data-label, so it means nothing on a phone")
    return found
