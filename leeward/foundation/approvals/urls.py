"""The addresses of requests."""

from django.urls import path

from leeward.foundation.approvals import views

urlpatterns = [
    path("approvals", views.approvals, name="approvals"),
    path("approvals/<uuid:request_id>", views.approval, name="approval"),
    path("approvals/<uuid:request_id>/delegate", views.delegate, name="approval-delegate"),
    path("approvals/<uuid:request_id>/withdraw", views.withdraw, name="approval-withdraw"),
]
