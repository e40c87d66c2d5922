//! The database's history: append-only, one file a step, importing nothing of the application.
