{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""What a moderation answers, as OpenAI has it."""

import uuid

{{ stack("apis.safety: ModerationObject ModerationObjectResults") }}{% if line.moderations_since %}  # type: ignore[attr-defined, unused-ignore]{% endif %}

from .config import Rule


def moderation(model: str, rules: list[Rule], broken: list[list[Rule]]) -> ModerationObject:
    """Return the categories that texts fall into.

    Args:
        model: What was asked for; it is told back.
        rules: Those that the texts were held against.
        broken: Those that each text breaks.
    """
    results = [_result(rules, of_text) for of_text in broken]
    return ModerationObject(id=f"modr-{uuid.uuid4().hex}", model=model, results=results)


def _result(rules: list[Rule], broken: list[Rule]) -> ModerationObjectResults:
    categories = {rule.category: False for rule in rules} | {rule.category: True for rule in broken}
    return ModerationObjectResults(
        flagged=bool(broken),
        categories=categories,
        category_applied_input_types={category: ["text"] for category in categories},
        category_scores={category: float(flagged) for category, flagged in categories.items()},
        user_message=broken[0].message if broken else None,
        # Where the stack tells what was found, it takes it from here.
        metadata={"violation_type": [category for category, flagged in categories.items() if flagged]},
    )
