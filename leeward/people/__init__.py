"""Who is here: directory, classes, posts and deputies, sign-in, joiners and leavers."""
