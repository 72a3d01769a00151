"""Letters of other alphabets that look like Latin ones. Chosen by eye for small letters and capitals in use online."""

_PAIRS = (
    ("a", "аɑαΑАᴀ"),
    ("b", "ЬвВΒʙᏏ"),
    ("c", "сϲСᴄ"),
    ("d", "ԁɗᴅ"),
    ("e", "еєЕΕҽᴇ"),
    ("f", "ƒϝꜰ"),
    ("g", "ɡԍɢ"),
    ("h", "һнНΗʜ"),
    ("i", "іɩιІΙıɪӀ"),
    ("j", "јЈᴊ"),
    ("k", "кκКΚᴋ"),
    ("l", "ӏʟⅼ"),
    ("m", "мМΜᴍ"),
    ("n", "пηΝɴո"),
    ("o", "оοОΟσօᴏ"),
    ("p", "рρРΡᴘ"),
    ("q", "ԛզ"),
    ("r", "гʀ"),
    ("s", "ѕЅꜱ"),
    ("t", "тτТΤᴛ"),
    ("u", "υսцᴜ"),
    ("v", "νѵᴠ"),
    ("w", "ѡԝωᴡ"),
    ("x", "хχХΧ"),
    ("y", "уүУΥʏ"),
    ("z", "ᴢΖ"),
)

LOOKALIKES: dict[str, str] = {alike: letter for letter, alikes in _PAIRS for alike in alikes}
"""One character to the Latin letter it passes for."""
