"""A reading as the plain values that `leeward import policy --json` prints."""

from leeward.policy.rules.values import PolicyReading


def as_json(reading: PolicyReading) -> dict[str, object]:
    """The reading as JSON values. Dates are ISO, "2024-11" for a month, "" where none could be read."""
    review = reading.review
    return {
        "title": reading.title,
        "organisation": reading.organisation,
        "versions": [
            {
                "version": version.version,
                "date": str(version.date or ""),
                "reason": version.reason,
                "by": version.by,
                "next_review": str(version.next_review or ""),
                "written": version.written,
            }
            for version in reading.versions
        ],
        "owners": [{"post": owner.post, "person": owner.person, "source": owner.source} for owner in reading.owners],
        "review": {
            "cycle_months": review.cycle_months or None,
            "words": review.words,
            "last": str(review.last or ""),
            "next": str(review.next or ""),
            "triggers": list(review.triggers),
        },
        "sections": [
            {"heading": section.heading, "level": section.level, "text": section.text, "path": list(section.path)}
            for section in reading.sections
        ],
        "promises": [
            {
                "text": promise.text,
                "actor": promise.actor,
                "modality": str(promise.modality),
                "action": promise.action,
                "frequency": promise.frequency,
                "limit": promise.limit,
                "condition": promise.condition,
                "stem": promise.stem,
                "section": promise.heading,
                "missing": list(promise.missing),
            }
            for promise in reading.promises
        ],
        "problems": [
            {"kind": str(problem.kind), "message": problem.message, "section": problem.heading}
            for problem in reading.problems
        ],
    }
