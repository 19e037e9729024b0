"""Sends each case to both servers and sorts what comes back."""

from collections import Counter
from dataclasses import dataclass, field

from .cases import READS, SCENE, STATE, Case, Target
from .departures import reason_for
from .server import Answer, Server

# After a departure the two may hold different values; one of these brings them together again.
RESTORING = {
    "/api/v1/user/profile": b'{"full_name":null,"organization_name":null,"industry":null,"timezone":null,"locale":null,'
    b'"marketing_opt_in":null,"accept_terms":null}',
    "/api/v1/user/studio-config": b'{"persona":null,"job_to_be_done":null,"languages":null,"tone":null,'
    b'"guidelines":null,"strategy":null,"number":null,"business_hours":null,"fallback_email":null,"calendar":null,'
    b'"workspace_apps":null,"crm":null,"plan":null,"seats":null}',
    "/api/v1/user/onboarding": b'{"onboarding_vapi_skipped":null,"onboarding_twilio_skipped":null,'
    b'"onboarding_assistant_created":null}',
    "/api/v1/vapi-settings": b'{"vapi_api_key":"sk-1234567890"}',
    "/api/v1/twilio-settings": b'{"account_sid":"AC0123456789","auth_token":"secret-token"}',
}


@dataclass
class Outcome:
    passed: int = 0
    failures: list[str] = field(default_factory=list)
    departures: Counter = field(default_factory=Counter)
    # Same type and place, but another sentence or context.
    wordings: Counter = field(default_factory=Counter)


def run(cases: list[Case], ours: Server, reference: Server, progress) -> Outcome:
    outcome = Outcome()
    for number, case in enumerate(cases):
        _one(case, ours, reference, outcome)
        if number % 500 == 499:
            progress(f"{number + 1} of {len(cases)}: {len(outcome.failures)} failed")
    for method, path, body in SCENE:
        case = Case(Target(method, path, ()), body)
        _judge(f"{method} {path} {body!r} in the last scene", ours.ask(case), reference.ask(case), outcome)
        for read in READS:
            _judge(f"GET {read} after {method} {path}", ours.read(read), reference.read(read), outcome)
    return outcome


def _one(case: Case, ours: Server, reference: Server, outcome: Outcome) -> None:
    mine, theirs = ours.ask(case), reference.ask(case)
    name = f"{case.target.method} {case.target.path} {case.content_type} {case.authorization} {case.body[:200]!r}"
    if not _agree(mine, theirs) and (reason := reason_for(case, mine, theirs)):
        outcome.departures[reason] += 1
        _restore(case, ours, reference)
        return
    same = _judge(name, mine, theirs, outcome)
    if same and theirs.status == 422:
        _compare_wording(mine, theirs, outcome)
    if same and case.target.stored_at and theirs.status < 300:
        path = case.target.stored_at
        _judge(f"GET after {name}", ours.read(path), reference.read(path), outcome)
        if case.is_random:
            _judge(f"GET {STATE} after {name}", ours.read(STATE), reference.read(STATE), outcome)
    if not same:
        _restore(case, ours, reference)


def _agree(mine: Answer, theirs: Answer) -> bool:
    if mine.status != theirs.status:
        return False
    return mine.faults == theirs.faults if theirs.status == 422 else mine.body == theirs.body


def _judge(name: str, mine: Answer, theirs: Answer, outcome: Outcome) -> bool:
    if _agree(mine, theirs):
        outcome.passed += 1
        return True
    outcome.failures.append(f"{name}\n    ours      {_shown(mine)}\n    reference {_shown(theirs)}")
    return False


def _shown(answer: Answer) -> str:
    shown = answer.faults if answer.status == 422 else answer.body
    return f"{answer.status} {str(shown)[:400]}"


def _compare_wording(mine: Answer, theirs: Answer, outcome: Outcome) -> None:
    for one, other in zip(mine.errors, theirs.errors):
        if one.get("msg") != other.get("msg") or one.get("ctx") != other.get("ctx"):
            outcome.wordings[
                f"{one.get('type')}: {one.get('msg')} {one.get('ctx')} | {other.get('msg')} {other.get('ctx')}"
            ] += 1


def _restore(case: Case, ours: Server, reference: Server) -> None:
    body = RESTORING.get(case.target.path)
    if body:
        for server in (ours, reference):
            server.ask(Case(case.target, body))
