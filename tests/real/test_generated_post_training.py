"""The post-training providers that are written: a real stack has another one train."""

import json
from pathlib import Path

import pytest

from stacks import client
from tests.real.pairs import lines, pair, refused, until

TARGETS = {
    "llama-stack-0.2.17": "llama-stack-0.2.16",
    "llama-stack-0.2.22": "llama-stack-0.2.16",
    "llama-stack-0.2.24": "llama-stack-0.2.23",
    "llama-stack-0.3.5": "llama-stack-0.3",
    "llama-stack-0.4.7": "llama-stack-0.4",
    # 0.5 itself has no working routes for a single job.
    "llama-stack-0.6.1": "llama-stack-0.5",
}
ALWAYS = ("llama-stack-0.2.22", "llama-stack-0.6.1")
OTHERS = tuple(line for line in TARGETS if line not in ALWAYS)
ENDED = {"completed", "failed", "cancelled"}


def request(job_uuid, epochs):
    data = {"dataset_id": "pets", "batch_size": 9, "shuffle": True, "data_format": "instruct"}
    return {
        "job_uuid": job_uuid,
        "training_config": {"n_epochs": epochs, "max_steps_per_epoch": 9, "data_config": data},
        "hyperparam_search_config": {},
        "logger_config": {},
    }


@pytest.mark.parametrize("line", lines(*ALWAYS, others=OTHERS))
def test_another_stack_trains(line, stack, tmp_path):
    datasets = tmp_path / "storage" / "datasets"
    datasets.mkdir(parents=True)
    row = {"input_query": "the cat sat", "expected_answer": "on the mat"}
    (datasets / "pets.jsonl").write_text(json.dumps(row))
    in_path = line == "llama-stack-0.6.1"

    with pair("post_training", TARGETS[line], stack(line), tmp_path, {}) as urls:
        training = f"{urls.front}/post-training"

        def ask(what, job_uuid):
            if in_path:
                return client.get(f"{training}/jobs/{job_uuid}/{what}")
            return client.get(f"{training}/job/{what}?job_uuid={job_uuid}")

        def end(job_uuid):
            return until(lambda: ask("status", job_uuid), lambda job: job["status"] in ENDED)

        started = client.post(f"{training}/supervised-fine-tune", request("one", 3))
        assert started == {"job_uuid": "one"}
        job = end("one")
        assert job["status"] == "completed"
        losses = [checkpoint["training_metrics"]["train_loss"] for checkpoint in job["checkpoints"]]
        assert len(losses) == 3
        assert losses == sorted(losses, reverse=True)
        artifacts = ask("artifacts", "one")
        assert artifacts["checkpoints"] == job["checkpoints"]
        model = json.loads(Path(artifacts["checkpoints"][-1]["path"]).read_text())
        assert set(model["following"]["the"]) == {"cat", "mat"}

        client.post(f"{training}/supervised-fine-tune", request("two", 1_000_000))
        if in_path:
            client.post(f"{training}/jobs/two/cancel", {})
        else:
            client.post(f"{training}/job/cancel", {"job_uuid": "two"})
        assert end("two")["status"] == "cancelled"
        assert client.get(f"{training}/jobs")["data"] == [{"job_uuid": "one"}, {"job_uuid": "two"}]

        # The dataset and the job are not there, and a job of this id is.
        unknown = request("three", 1)
        unknown["training_config"]["data_config"]["dataset_id"] = "none"
        for refusing in (unknown, request("one", 1)):
            sent = f"{training}/supervised-fine-tune"
            assert refused(lambda sent=sent, body=refusing: client.post(sent, body)) in {400, 404}
        assert refused(lambda: ask("status", "three")) in {400, 404}
