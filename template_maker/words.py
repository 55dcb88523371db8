"""The sentences of a skeleton: made by rule from the names of what they speak of."""

LONGEST = 120 - len('    """"""')


def of_method(name: str, routes: list[str]) -> str:
    """Return what a method of the protocol does."""
    for shown in (routes, routes[:1]):
        sentence = "Answer " + " and ".join(f"`{route}`" for route in shown) + "."
        if shown and len(sentence) <= LONGEST:
            return sentence
    return f"Answer the stack's `{name}`."


def of_hook(name: str) -> str:
    """Return what a method does that the stack calls besides those of the protocol."""
    word, _, resource = name.partition("_")
    noun = resource.replace("_", " ").replace("toolgroup", "tool group").replace(" db", " database")
    match word:
        case "register":
            return f"Take in a {noun} that the run config lists or a client registers."
        case "unregister":
            return f"Let go of a {noun} that is unregistered."
        case "list":
            return f"List the {noun} that nobody has to register; the stack asks at start-up."
        case "should":
            return "Say whether the stack shall ask for that list again from time to time."
    return f"Answer the stack's `{name}`."


def not_written(name: str) -> str:
    """Return the statement of a method that is the author's to write."""
    return f'raise NotImplementedError("{name} is not written yet")'
