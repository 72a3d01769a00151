"""The addresses of this room."""

from django.urls import path

from leeward.monitoring import views

app_name = "monitoring"
urlpatterns = [
    path("monitoring", views.home, name="home"),
    path("monitoring/notice", views.notice, name="notice"),
    path("monitoring/basis", views.basis, name="basis"),
    path("monitoring/switch-off/<uuid:source>", views.switch_off, name="switch-off"),
    path("monitoring/findings/<str:ref>", views.finding, name="finding"),
    path("monitoring/findings/<str:ref>/open", views.open_finding, name="open"),
    path("monitoring/findings/<str:ref>/message", views.whole_message, name="message"),
    path("monitoring/findings/<str:ref>/dismiss", views.dismiss, name="dismiss"),
    path("monitoring/findings/<str:ref>/raise", views.raise_concern, name="raise"),
]
