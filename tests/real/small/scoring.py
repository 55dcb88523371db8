"""A small provider that scores, which ogx has no more, and the faults that are planted in it."""

from tests.real.small.package import Fault, Small

ADAPTER = """
import json

from ROOT import NumberType, ScoreBatchResponse, ScoreResponse, ScoringFn, ScoringResult


class Adapter:
    def __init__(self, config):
        self.functions = [
            ScoringFn(
                identifier="small::same",
                provider_id="small",
                provider_resource_id="same",
                return_type=NumberType(),
            )
        ]

    async def list_scoring_functions(self):
        return self.functions

    async def register_scoring_function(self, function_def):
        self.functions.append(function_def)

    async def unregister_scoring_function(self, scoring_fn_id):
        self.functions = [it for it in self.functions if it.identifier != scoring_fn_id]

    async def score(self, request):
        rows = [{"score": float(row["generated_answer"] == row["expected_answer"])}
                for row in request.input_rows]
        result = ScoringResult(score_rows=rows, aggregated_results={"count": len(rows)})
        return ScoreResponse(results={name: result for name in request.scoring_functions})

    async def score_batch(self, request):
        result = ScoringResult(score_rows=[], aggregated_results={})
        results = {name: result for name in request.scoring_functions}
        return ScoreBatchResponse(dataset_id=request.dataset_id, results=results)
"""
SCORE, BATCH = "score", "score_batch"
_SCORED = "return ScoreResponse(results={name: result for name in request.scoring_functions})"
_BATCHED = "return ScoreBatchResponse(dataset_id=request.dataset_id, results=results)"

SMALL = Small(
    api="scoring",
    lines=("llama-stack-0.7.3",),
    adapter=ADAPTER,
    served=(SCORE, BATCH),
    faults={
        "rows that it has not": Fault('row["generated_answer"]', 'row["answer"]', SCORE, "answer"),
        "scores in a dict": Fault(
            _SCORED, "return {name: [1] for name in request.scoring_functions}", SCORE, ""
        ),
        "scores that are no number": Fault(
            '{"score": float(row["generated_answer"] == row["expected_answer"])}',
            '{"score": object()}',
            SCORE,
            "serialize",
        ),
        "no scores of a dataset": Fault(_BATCHED, "return None", BATCH, "None"),
        "scores of a dataset by name": Fault(
            "score_batch(self, request)",
            "score_batch(self, dataset_id, scoring_functions)",
            BATCH,
            "argument",
        ),
    },
)
