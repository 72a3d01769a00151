"""Every address of groups and meetings."""

from django.urls import path

from leeward.people.views import groups, meetings

pages = [
    path("meetings", groups.meetings, name="meetings"),
    path("meetings/groups/add", groups.add, name="group-add"),
    path("meetings/groups/<uuid:group>", groups.group, name="group"),
    path("meetings/groups/<uuid:group>/change", groups.change, name="group-change"),
    path("meetings/groups/<uuid:group>/members", groups.members, name="group-members"),
    path("meetings/groups/<uuid:group>/membership", groups.membership, name="group-membership"),
    path("meetings/groups/<uuid:group>/call", meetings.call, name="meeting-call"),
    path("meetings/calendar", meetings.feed_page, name="meeting-calendar"),
    path("meetings/calendar/<str:key>.ics", meetings.feed, name="feed"),
    path("meetings/actions/<uuid:action>", meetings.action, name="action"),
    path("meetings/<uuid:meeting>", meetings.meeting, name="meeting"),
    path("meetings/<uuid:meeting>/step", meetings.step, name="meeting-step"),
    path("meetings/<uuid:meeting>/attendance", meetings.attendance, name="meeting-attendance"),
    path("meetings/<uuid:meeting>/minutes", meetings.minutes, name="minutes"),
    path("meetings/<uuid:meeting>/minutes/write", meetings.write, name="minutes-write"),
    path("meetings/<uuid:meeting>/actions/add", meetings.add_action, name="action-add"),
    path("meetings/<uuid:meeting>/invitation.ics", meetings.invitation, name="meeting-invitation"),
]
