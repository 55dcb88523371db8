"""A small provider of safety, which ogx has no more, and the faults that are planted in it."""

from tests.real.small.package import Fault, Small

ADAPTER = """
import asyncio
import time

from ROOT import ModerationObject, ModerationObjectResults, RunShieldResponse, SafetyViolation
from ROOT import ViolationLevel


class Adapter:
    def __init__(self, config):
        self.shields = {}
        self.gate = None

    async def register_shield(self, shield):
        if not shield.identifier:
            raise ValueError("a shield has a name")

    async def unregister_shield(self, identifier):
        self.shields.pop(identifier, None)

    async def run_shield(self, request):
        text = str(request.messages[-1].content)
        if "bomb" not in text:
            return RunShieldResponse()
        level = ViolationLevel.ERROR
        return RunShieldResponse(violation=SafetyViolation(violation_level=level))

    async def run_moderation(self, request):
        given = request.input if isinstance(request.input, list) else [request.input]
        results = [ModerationObjectResults(flagged="bomb" in text) for text in given]
        return ModerationObject(id="modr-1", model=request.model, results=results)
"""
RUN, MODERATE = "run_shield", "run_moderation"
_FINE = "return RunShieldResponse()"
_MODERATED = 'return ModerationObject(id="modr-1", model=request.model, results=results)'

SMALL = Small(
    api="safety",
    lines=("llama-stack-0.7.3",),
    adapter=ADAPTER,
    served=("register_shield", RUN, MODERATE, "unregister_shield"),
    faults={
        "the shield of 0.4": Fault(
            "run_shield(self, request)", "run_shield(self, shield_id, messages)", RUN, "argument"
        ),
        "None where nothing is wrong": Fault(_FINE, "return None", RUN, "None"),
        "a moderation that is a list": Fault(_MODERATED, "return results", MODERATE, ""),
        "a shield that is not awaited": Fault(
            _FINE, "return asyncio.sleep(0, RunShieldResponse())", RUN, ""
        ),
        "a lock of another loop": Fault(
            _FINE,
            "loop = asyncio.new_event_loop()\n"
            "            fut = loop.create_future()\n"
            "            loop.close()\n"
            "            await asyncio.wait_for(fut, 1)",
            RUN,
            "",
        ),
        "a moderation that sleeps": Fault(_MODERATED, "time.sleep(60)", MODERATE, "holds up"),
    },
)
