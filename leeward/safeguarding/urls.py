"""Every address of this room."""

from django.urls import path

from leeward.safeguarding.views import case, cases, follow_up, procedures, report, rules, staff, steps

app_name = "safeguarding"
urlpatterns = [
    path("report", report.start, name="report"),
    path("report/about", report.about, name="report-about"),
    path("report/what", report.what, name="report-what"),
    path("report/reach", report.reach, name="report-reach"),
    path("report/readers", report.readers, name="report-readers"),
    path("report/check", report.check, name="report-check"),
    path("report/sent", report.sent, name="report-sent"),
    path("report/sent/word", report.word, name="report-word"),
    path("report/sent/new-words", report.new_words, name="report-new-words"),
    path("report/sent/finished", report.finished, name="report-finished"),
    path("report/staff", staff.report, name="report-staff"),
    path("report/follow-up", follow_up.follow_up, name="follow-up"),
    path("report/follow-up/messages", follow_up.messages, name="follow-up-messages"),
    path("report/follow-up/done", follow_up.done, name="follow-up-done"),
    path("safeguarding", cases.listing, name="cases"),
    path("safeguarding/closed", cases.closed, name="cases-closed"),
    path("safeguarding/rules", rules.listing, name="rules"),
    path("safeguarding/rules/<slug:rule>", rules.check, name="rule"),
    path("safeguarding/<str:ref>", case.show, name="case"),
    path("safeguarding/<str:ref>/acknowledge", steps.acknowledge, name="case-acknowledge"),
    path("safeguarding/<str:ref>/decide", steps.decide, name="case-decide"),
    path("safeguarding/<str:ref>/entry", steps.entry, name="case-entry"),
    path("safeguarding/<str:ref>/entry/<uuid:corrects>", steps.correction, name="case-correction"),
    path("safeguarding/<str:ref>/action", steps.action, name="case-action"),
    path("safeguarding/<str:ref>/action/<uuid:action>", steps.finish, name="case-finish"),
    path("safeguarding/<str:ref>/reply", steps.reply, name="case-reply"),
    path("safeguarding/<str:ref>/person", steps.person, name="case-person"),
    path("safeguarding/<str:ref>/clear/<uuid:bar>", steps.clear, name="case-clear"),
    path("safeguarding/<str:ref>/step-back", steps.step_back, name="case-step-back"),
    path("safeguarding/<str:ref>/close", steps.close, name="case-close"),
    path("safeguarding/<str:ref>/reopen", steps.reopen, name="case-reopen"),
    path("safeguarding/<str:ref>/procedures", procedures.choose, name="procedures"),
    path("safeguarding/<str:ref>/procedures/begin/<slug:procedure>", procedures.begin, name="procedure-begin"),
    path("safeguarding/<str:ref>/procedures/<uuid:run>", procedures.go_on, name="procedure"),
    path("safeguarding/<str:ref>/duties/<uuid:duty>", procedures.end_duty, name="case-duty"),
]
