"""A live session: bars are loaded once, and every change of a parameter is answered with what is in view."""
