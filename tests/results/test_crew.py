from __future__ import annotations

import os
import pickle
import zlib
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor

import pytest

from results import crew as crews
from results.crew import Crew, CrewError, Job
from results.finished import SUMS
from results.processes import process_crew
from results.running import Options, player_of
from tests.results.plans import small_plan


class Counting(ThreadPoolExecutor):
    """Counts what is at work at once."""

    def __init__(self) -> None:
        super().__init__(2)
        self.at_once: list[int] = []
        self.futures: list[Future[object]] = []

    def submit(self, *call, **named):
        self.at_once.append(sum(not future.done() for future in self.futures))
        future = super().submit(*call, **named)
        self.futures.append(future)
        return future


class Dead(Executor):
    """Its workers have died."""

    def submit(self, *_: object, **__: object):
        future: Future[object] = Future()
        future.set_exception(BrokenExecutor("gone"))
        return future


class Silent(Executor):
    """Nobody ever answers."""

    def submit(self, *_: object, **__: object):
        return Future()


def player(**options):
    return player_of(small_plan(), Options(**options))


def numbers(jobs):
    return [(job.player.what_if, job.replication, job.confirm) for job in jobs]


def sums(finished):
    return {
        (name, measure): values.tobytes()
        for name, one in finished.played.strategies.items()
        for measure, values in one.sums.items()
    }


def test_results_come_in_the_order_of_the_jobs_and_few_are_at_work_at_once():
    one = player(strategies=("fifo",))
    jobs = [Job(one, number) for number in (3, 0, 2, 1, 7, 5, 4, 6)]
    executor = Counting()
    with Crew(executor, size=lambda: 2) as crew:
        done = list(crew.play(iter(jobs)))
    assert [job for job, _ in done] == jobs
    assert [finished.played.replication for _, finished in done] == [job.replication for job in jobs]
    assert max(executor.at_once) < 5


def test_what_workers_play_is_what_this_process_plays():
    one = player()
    with Crew(ThreadPoolExecutor(1)) as crew:
        ((_, theirs),) = crew.play([Job(one, 1)])
    ((_, ours),) = Crew().play([Job(one, 1)])
    assert sums(theirs) == sums(ours)
    assert theirs.contents.keys() == ours.contents.keys()
    assert theirs.rows.to_pydict() == ours.rows.to_pydict()


def test_one_crew_plays_batches_of_different_players():
    first, second = player(strategies=("fifo",)), player(seed=2)
    with Crew(ThreadPoolExecutor(2), size=lambda: 2) as crew:
        one = [finished for _, finished in crew.play([Job(first, 0), Job(second, 0), Job(first, 1)])]
        two = [finished for _, finished in crew.play([Job(first, 0)])]
    assert [list(finished.played.strategies) for finished in one] == [["fifo"], ["fifo", "level"], ["fifo"]]
    assert sums(two[0]) == sums(one[0])


def test_workers_keep_the_players_that_they_have_met(monkeypatch):
    crews._met.cache_clear()
    one = player()
    with Crew(ThreadPoolExecutor(1)) as crew:
        for _ in crew.play(Job(one, number) for number in range(4)):
            pass
    assert crews._met.cache_info().misses == 1


def test_fresh_replications_are_others():
    one = player(strategies=("fifo",))
    plain, fresh = (finished for _, finished in Crew().play([Job(one, 0), Job(one, 0, confirm=True)]))
    assert sums(plain) != sums(fresh)


def test_a_batch_that_is_given_up_does_not_reach_into_the_next():
    one = player(strategies=("fifo",))
    with Crew(ThreadPoolExecutor(1), size=lambda: 2) as crew:
        playing = crew.play(Job(one, number) for number in range(9))
        next(playing)
        playing.close()
        assert [job.replication for job, _ in crew.play([Job(one, 20)])] == [20]


def test_after_an_interruption_what_is_finished_can_be_had():
    one = player(strategies=("fifo",))
    with Crew(ThreadPoolExecutor(1), size=lambda: 2) as crew:
        playing = crew.play(Job(one, number) for number in range(9))
        next(playing)
        for _, future in crew._at_work:
            future.result()
        assert [job.replication for job, _ in crew.finished()] == [1, 2, 3, 4]


def test_dead_workers_are_told():
    with pytest.raises(CrewError, match="for want of memory"):
        list(Crew(Dead()).play([Job(player(), 0)]))


def test_one_does_not_wait_for_workers_that_have_gone(monkeypatch):
    monkeypatch.setattr(crews, "PATIENCE", 0.01)

    def gone() -> None:
        raise CrewError("no workers")

    with pytest.raises(CrewError, match="no workers"):
        list(Crew(Silent(), watch=gone).play([Job(player(), 0)]))


def test_a_worker_of_another_version_is_told():
    order = pickle.dumps(player())
    with pytest.raises(CrewError, match=r"a worker has .*; here it is ticketlab 0: install the same"):
        crews._play("ticketlab 0", order, 0, False)


def test_a_worker_takes_players_only():
    with pytest.raises(TypeError, match="no player"):
        crews._met(zlib.compress(pickle.dumps("nobody")))


def test_errors_of_a_worker_come_through():
    one = player()
    object.__setattr__(one, "engine", "steam")
    with Crew(ThreadPoolExecutor(1)) as crew, pytest.raises(KeyError, match="steam"):
        list(crew.play([Job(one, 0)]))


def test_processes_give_what_this_process_gives_and_end():
    one = player()
    with process_crew(2) as crew:
        theirs = [finished for _, finished in crew.play(Job(one, number) for number in range(3))]
        workers = [child.pid for child in crews_children()]
    ((_, ours),) = Crew().play([Job(one, 2)])
    assert sums(theirs[2]) == sums(ours)
    assert theirs[2].contents[SUMS] != b""
    assert workers
    assert not any(alive(pid) for pid in workers)


def crews_children():
    import multiprocessing  # noqa: PLC0415

    return multiprocessing.active_children()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
