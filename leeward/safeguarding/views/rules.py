"""The rule pack: what is enforced, prompted for or forbidden here, by which publication, and who checked it."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from leeward.foundation.access import Request, allow
from leeward.safeguarding import actions, queries
from leeward.safeguarding.forms.rules import CheckRuleForm
from leeward.safeguarding.rules.pack import Verdict
from leeward.safeguarding.views.cases import RECEIVE

ACT = "safeguarding.act"


@allow(RECEIVE)
def listing(request: Request) -> HttpResponseBase:
    """Every rule in force, unverified ones marked as such."""
    lines = queries.rule_lines(request.now)
    shown = {
        "pack": queries.pack_now(request.now),
        "nation": queries.nation_now(request.now),
        "lines": lines,
        "verified": sum(line.verified for line in lines),
        "may_check": request.actor.may(ACT),
    }
    return render(request, "safeguarding/rules.html", shown)


@allow(ACT)
def check(request: Request, rule: str) -> HttpResponseBase:
    """Somebody compares one rule with the published text."""
    line = queries.rule_line(rule, request.now)
    if line is None:
        raise Http404
    form = CheckRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.check_rule(
            actor=request.actor,
            rule=rule,
            verdict=Verdict(given["verdict"]),
            against=given["against"],
            note=given["note"],
            now=request.now,
        )
        messages.success(request, _("Kept, with your name and today’s date."))
        return redirect("safeguarding:rules")
    return render(request, "safeguarding/rule.html", {"form": form, "line": line})
