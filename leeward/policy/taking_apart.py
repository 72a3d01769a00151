"""The process that takes one Word or PDF file apart: bytes in, blocks as JSON out, within limits it sets itself.

It imports no Django, opens no file and no connection.
"""

import json
import resource
import sys
from dataclasses import asdict

from leeward.policy.refusal import Refused
from leeward.policy.rules.values import Block, Problem

_MEMORY = 1536 * 1024 * 1024
_CPU_SECONDS = 60


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _blocks(kind: str, data: bytes) -> tuple[list[Block], list[Problem]]:
    if kind == "docx":
        from leeward.policy.word import blocks_of_word

        return blocks_of_word(data)
    from leeward.policy.pdf import blocks_of_pdf

    return blocks_of_pdf(data)


def main() -> None:
    """Read stdin as the kind named by the argument and print the answer; an error is an answer too."""
    _limit()
    try:
        blocks, noticed = _blocks(sys.argv[1], sys.stdin.buffer.read())
        answer: dict[str, object] = {
            "blocks": [asdict(block) for block in blocks],
            "noticed": [[str(problem.kind), problem.message] for problem in noticed],
        }
    except Refused as error:
        answer = {"error": str(error)}
    except MemoryError:
        answer = {"error": "The file needed more memory than a policy should. Save it anew, or as plain text."}
    except Exception as error:  # noqa: BLE001  a damaged file may fail anywhere in the parser; each failure is an answer
        answer = {
            "error": (
                f"The file is damaged or of an unusual kind ({type(error).__name__}). Open it, save it anew, and "
                f"try again."
            )
        }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
