"""Every address of this room."""

from django.urls import URLPattern, URLResolver, include, path

from leeward.people import scim_urls
from leeward.people.sign_in import urls as sign_in
from leeward.people.views import cover, directory, importing, own_posts, posts
from leeward.people.views import help as help_views

pages = [
    path("people", directory.directory, name="directory"),
    path("people/posts", posts.posts, name="posts"),
    path("people/posts/add", own_posts.add_post, name="add-post"),
    path("people/posts/fill", posts.fill_vacancy, name="fill-vacancy"),
    path("people/posts/<slug:post>", posts.post, name="post"),
    path("people/posts/<slug:post>/appoint", posts.appoint, name="appoint"),
    path("people/posts/<slug:post>/names", own_posts.post_names, name="post-names"),
    path("people/posts/<slug:post>/permissions", own_posts.post_permissions, name="post-permissions"),
    path("people/posts/<slug:post>/close", own_posts.close_post, name="close-post"),
    path("people/cover", cover.calendar, name="cover"),
    path("people/holdings/<uuid:holding>/absence", cover.absence, name="absence"),
    path("people/absences/<uuid:absence>/end", cover.end_absence, name="end-absence"),
    path("people/holdings/<uuid:holding>/end", posts.end_holding, name="end-holding"),
    path("people/import", importing.import_page, name="import"),
    path("people/import/confirm", importing.import_confirm, name="import-confirm"),
    path("people/add", directory.add, name="add"),
    path("people/<uuid:person>", directory.person, name="person"),
    path("people/<uuid:person>/change", directory.change, name="change"),
    path("people/<uuid:person>/class", directory.give_class, name="give-class"),
    path("people/<uuid:person>/class/<slug:kind>/end", directory.end_class, name="end-class"),
    path("people/<uuid:person>/leave", directory.leave, name="leave"),
    path("people/<uuid:person>/sign-in", directory.sign_in, name="sign-in"),
    path("help/keep", help_views.keep, name="help-keep"),
    path("help/keep/add", help_views.add, name="help-add"),
    path("help/keep/looked", help_views.looked, name="help-looked"),
]

for_everybody = [
    path("help", help_views.help_page, name="help"),
    path("help/poster", help_views.poster, name="help-poster"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *sign_in.urlpatterns,
    *for_everybody,
    path("", include((pages, "people"))),
    path("scim/v2/", include(scim_urls)),
]
