{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""A moderation of the service in the stack's words."""

{{ stack("apis.safety: ModerationObject ModerationObjectResults") }}{% if line.moderations_since %}  # type: ignore[attr-defined, unused-ignore]{% endif %}

from .answers import Moderation, Result


def moderation(answer: Moderation, message: str) -> ModerationObject:
    """Return a moderation.

    Args:
        answer: What the service said.
        message: What the user is told of a text in which something was found.
    """
    results = [_result(result, message) for result in answer.results]
    return ModerationObject(id=answer.id, model=answer.model, results=results)


def _result(result: Result, message: str) -> ModerationObjectResults:
    scores = (result.category_scores or {}).items()
    return ModerationObjectResults(
        flagged=result.flagged,
        categories={category: bool(flagged) for category, flagged in (result.categories or {}).items()},
        category_applied_input_types=result.category_applied_input_types,
        category_scores={category: score for category, score in scores if score is not None},
        user_message=message if result.flagged else None,
        # Where the stack tells what was found, it takes it from here.
        metadata={"violation_type": result.found},
    )
