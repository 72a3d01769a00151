"""The addresses of settings."""

from django.urls import path

from leeward.foundation.settings_history import views

urlpatterns = [
    path("settings", views.settings_list, name="settings"),
    path("settings/<str:key>", views.setting, name="setting"),
    path("settings/<str:key>/give-back", views.give_back, name="setting-give-back"),
]
