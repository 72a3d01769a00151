"""Every address of this room."""

from django.urls import URLPattern, URLResolver, include, path

from leeward.people import connection_urls, scim_urls
from leeward.people.meetings import urls as meetings
from leeward.people.providers import urls as providers
from leeward.people.sign_in import urls as sign_in
from leeward.people.views import (
    comings,
    cover,
    directory,
    first_steps,
    importing,
    learners,
    leaving,
    own_posts,
    places,
    posts,
    task_lists,
    temporary,
    vulnerability,
)
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
    path("people/places", places.places, name="places"),
    path("people/places/add", places.add_place, name="add-company"),
    path("people/places/<uuid:company>/add", places.add_place, name="add-site"),
    path("people/places/<uuid:company>/name", places.rename_place, name="rename-company"),
    path("people/places/<uuid:company>/close", places.close_place, name="close-company"),
    path("people/places/<uuid:company>/<uuid:site>/name", places.rename_place, name="rename-site"),
    path("people/places/<uuid:company>/<uuid:site>/close", places.close_place, name="close-site"),
    path("people/employers", learners.employers, name="employers"),
    path("people/employer", learners.employer, name="employer"),
    path("people/relations/<uuid:relation>/end", learners.end_relation, name="end-relation"),
    path("people/<uuid:person>/on", learners.that_day, name="that-day"),
    path("people/<uuid:person>/from", learners.set_fact, name="set-fact"),
    path("people/<uuid:person>/close", learners.add_relation, name="add-relation"),
    path("people/<uuid:person>/vulnerability", vulnerability.vulnerability, name="vulnerability"),
    path("people/<uuid:person>/vulnerability/add", vulnerability.record_vulnerability, name="record-vulnerability"),
    path(
        "people/<uuid:person>/vulnerability/<uuid:marker>/end",
        vulnerability.end_vulnerability,
        name="end-vulnerability",
    ),
    path("people/import", importing.import_page, name="import"),
    path("people/import/columns", importing.import_columns, name="import-columns"),
    path("people/export", importing.export, name="export"),
    path("people/import/confirm", importing.import_confirm, name="import-confirm"),
    path("people/import/<uuid:run>", importing.imported, name="imported"),
    path("people/import/<uuid:run>/undo", importing.undo, name="undo-import"),
    *connection_urls.pages,
    path("people/add", directory.add, name="add"),
    path("people/<uuid:person>", directory.person, name="person"),
    path("people/<uuid:person>/change", directory.change, name="change"),
    path("people/<uuid:person>/class", directory.give_class, name="give-class"),
    path("people/<uuid:person>/class/<slug:kind>/end", directory.end_class, name="end-class"),
    path("people/<uuid:person>/leave", leaving.leave, name="leave"),
    path("people/<uuid:person>/close-sign-in", leaving.close_sign_in, name="close-sign-in"),
    path("people/leavings/<uuid:leaving>", leaving.leaver, name="leaver"),
    path("people/leavings/<uuid:leaving>/leave-open/<int:number>", leaving.leave_open, name="leave-open"),
    path("people/leavings/<uuid:leaving>/close", leaving.close, name="close-leaver"),
    path("people/comings", comings.board, name="comings"),
    path("people/lists/<uuid:task_list>", comings.one_list, name="list"),
    path("people/tasks", comings.tasks, name="tasks"),
    path("people/tasks/<uuid:task>", comings.settle, name="settle"),
    path("people/tasks/<uuid:task>/not-needed", comings.not_applicable, name="not-applicable"),
    path("people/task-lists", task_lists.every_list, name="task-lists"),
    path("people/task-lists/<slug:occasion>/<slug:kind>", task_lists.change_list, name="change-list"),
    path("people/temporary", temporary.temporary, name="temporary"),
    path("people/temporary/add", temporary.add, name="welcome"),
    path("people/temporary/<uuid:stay>/more-time", temporary.more_time, name="more-time"),
    path("people/temporary/<uuid:stay>/sponsor", temporary.sponsor, name="sponsor"),
    path("people/temporary/<uuid:stay>/end", temporary.end, name="end-stay"),
    path("first-steps", first_steps.first_steps, name="first-steps"),
    path("people/<uuid:person>/sign-in", directory.sign_in, name="sign-in"),
    *meetings.pages,
    *providers.pages,
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
