"""The addresses of this room."""

from django.urls import path

from leeward.policy.views import board, changes, duties, ledger, manage, matrix, one_promise, public, reviews, writing

app_name = "policy"
urlpatterns = [
    path("policies", public.policies, name="policies"),
    path("policies/manage", manage.manage, name="manage"),
    path("policies/manage/import", manage.import_page, name="import"),
    path("policies/manage/<uuid:version>", manage.version, name="version"),
    path("policies/manage/<uuid:version>/promises", manage.version_promises, name="version-promises"),
    path("policies/manage/draft", writing.draft, name="draft"),
    path("policies/manage/<uuid:version>/writing", writing.version_writing, name="version-writing"),
    path("policies/manage/<uuid:version>/changes", changes.changes, name="changes"),
    path("policies/manage/<uuid:policy>/states", board.states, name="states"),
    path("policies/manage/<uuid:version>/submit", manage.submit_version, name="submit"),
    path("policies/manage/<uuid:version>/sign", manage.sign_version, name="sign"),
    path("policies/manage/<uuid:version>/refuse", manage.refuse_version, name="refuse"),
    path("policies/manage/<uuid:version>/publish", manage.publish_version, name="publish"),
    path("policies/manage/<uuid:version>/withdraw", manage.withdraw_version, name="withdraw"),
    path("policies/matrix", matrix.matrix, name="matrix"),
    path("policies/matrix/<int:number>", matrix.version, name="matrix-version"),
    path("policies/matrix/draft", matrix.draft, name="matrix-draft"),
    path("policies/matrix/draft/line", matrix.new_line, name="matrix-new"),
    path("policies/matrix/draft/line/<int:place>", matrix.line, name="matrix-line"),
    path("policies/matrix/draft/line/<int:place>/out", matrix.drop_line, name="matrix-drop"),
    path("policies/matrix/draft/hours", matrix.hours, name="matrix-hours"),
    path("policies/manage/reviews", reviews.reviews, name="reviews"),
    path("policies/manage/<uuid:policy>/review", reviews.review, name="review"),
    path("policies/manage/<uuid:policy>/cycle", reviews.cycle, name="cycle"),
    path("policies/manage/<uuid:policy>/reconsider", reviews.open_look, name="reconsider"),
    path("policies/manage/reconsiderations/<uuid:look>", reviews.look, name="reconsideration"),
    path("policies/<slug:slug>", public.policy, name="policy"),
    path("policies/<slug:slug>/acknowledge", public.acknowledgement, name="acknowledge"),
    path("promises", ledger.promises, name="promises"),
    path("promises/since-the-board", board.since_the_board, name="since-board"),
    path("my-duties", duties.duties, name="duties"),
    path("promises/<uuid:promise>", one_promise.promise, name="promise"),
]
