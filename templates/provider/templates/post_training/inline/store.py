{% from cookiecutter._pieces ~ 'imports.jinja' import stack with context -%}
"""Training jobs and their checkpoints: a folder of each job, with what is known of it in `job.json`."""

import re
import shutil
import threading
from datetime import UTC, datetime
from pathlib import Path

{{ stack("apis.common.job_types: JobStatus", "apis.post_training: PostTrainingJobStatusResponse") }}

_ID = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
_ENDED = {JobStatus.completed, JobStatus.failed, JobStatus.cancelled}


class Store:
    """A folder of jobs. Its methods block: call them from a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    def open(self) -> None:
        """Make the folder; jobs that had not ended when the stack did have failed.

        Raises:
            OSError: The folder cannot be made.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        for job in self.jobs():
            self.end(job.job_uuid, JobStatus.failed)

    def add(self, job_uuid: str) -> None:
        """Note that a job was asked for.

        Raises:
            ValueError: The id can't be the name of a folder, or there is such a job.
            OSError: It can't be written; then there is no such job.
        """
        if not _ID.fullmatch(job_uuid):
            raise ValueError(f"Job '{job_uuid}': use up to 100 letters, digits, dots, dashes and underscores as its id")
        try:
            (self._folder / job_uuid).mkdir()
        except FileExistsError:
            raise ValueError(f"There is a job '{job_uuid}' already") from None
        status = JobStatus.scheduled
        try:
            self.keep(PostTrainingJobStatusResponse(job_uuid=job_uuid, status=status, scheduled_at=datetime.now(UTC)))
        except OSError:
            shutil.rmtree(self._folder / job_uuid, ignore_errors=True)
            raise

    def keep(self, job: PostTrainingJobStatusResponse) -> None:
        """Keep what is known of a job, in place of what was known before."""
        path = self._folder / job.job_uuid / "job.json"
        new = path.with_suffix(".new")
        with self._lock:
            # Renamed when it is whole, so that nobody reads a half.
            new.write_text(job.model_dump_json(), encoding="utf-8")
            new.replace(path)

    def end(self, job_uuid: str, status: JobStatus) -> None:
        """Note how a job ended; what has ended before stays as it is."""
        job = self.find(job_uuid)
        if job is not None and job.status not in _ENDED:
            self.keep(job.model_copy(update={"status": status, "completed_at": datetime.now(UTC)}))

    def find(self, job_uuid: str) -> PostTrainingJobStatusResponse | None:
        """Return what is known of a job; None if there is no such job."""
        path = self._folder / job_uuid / "job.json"
        if not _ID.fullmatch(job_uuid) or not path.is_file():
            return None
        return PostTrainingJobStatusResponse.model_validate_json(path.read_text(encoding="utf-8"))

    def jobs(self) -> list[PostTrainingJobStatusResponse]:
        """Return all jobs, by their ids."""
        found = [self.find(path.name) for path in sorted(self._folder.iterdir())]
        return [job for job in found if job is not None]

    def write_checkpoint(self, job_uuid: str, epoch: int, content: str) -> Path:
        """Write the model as it is after an epoch, and return where it is."""
        path = self._folder / job_uuid / f"epoch-{epoch}.json"
        path.write_text(content, encoding="utf-8")
        return path
