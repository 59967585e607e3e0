"""Who plans a text: the rules where they are sure, else the planners in their order."""

from dataclasses import replace

from engines import Engines
from engines.protocols import Plan, PlannedWhy, Step
from engines.speaking import PlanContext
from errors import EngineUnavailable

RULES = "rules"
PLAIN_WORDS = 6  # for each step: a longer text says more than the rules may have read
_SURE_OPS = frozenset({"history", "transform", "upscale"})
_SURE_CHAT = frozenset({"greeting", "thanks", "help"})


def planned(
    engines: Engines,
    text: str,
    context: PlanContext,
    *,
    sure_first: bool,
    preferred: str | None = None,
) -> Plan:
    """Return the plan of `text`, with why its planner made it.

    Args:
        engines: in the order in which planners are asked.
        text: what the user says.
        context: the thread; its abilities are filled in here, when a model is asked.
        sure_first: the rules answer at once, without a model, where they are sure.
        preferred: the planner that the client named; then nothing is sure.

    Raises:
        NoEngine: no planner is installed.
        EngineUnavailable: none of them answered.
    """
    names = engines.names("plan")
    if sure_first and preferred is None and RULES in names[1:]:
        plan = engines.planner(RULES).plan(text, context)
        if is_sure(plan, text):
            return {**plan, "why": "sure"}
    failed: EngineUnavailable | None = None
    for name in names:
        try:
            plan = engines.planner(name).plan(text, _told(engines, name, context))
        except EngineUnavailable as error:
            failed = failed or error
            continue
        if failed:
            return {**plan, "why": "fallback", "failed": failed.message}
        return {**plan, "why": _why(names, preferred)}
    raise failed or engines.missing("plan", "plan")


def is_sure(plan: Plan, text: str) -> bool:
    """Whether what the rules read in a plain text needs no model to read it again."""
    if plan.get("weighed"):
        return False
    plain = len(text.split()) <= PLAIN_WORDS * len(plan["steps"])
    return bool(plan["steps"]) and plain and all(_sure(step) for step in plan["steps"])


def _sure(step: Step) -> bool:
    if step["op"] == "chat":
        return step["args"].get("kind") in _SURE_CHAT
    return step["op"] in _SURE_OPS or (step["op"] == "adjust" and step["target"] is None)


def _told(engines: Engines, name: str, context: PlanContext) -> PlanContext:
    """The context with what is installed; the rules need not know, and it imports every engine."""
    if name == RULES or context.abilities:
        return context
    return replace(context, abilities=engines.abilities())


def _why(names: list[str], preferred: str | None) -> PlannedWhy:
    if len(names) > 1 and (preferred == names[0] or names[0] == RULES):
        return "preferred"
    return "only" if names[0] == RULES else "model"
