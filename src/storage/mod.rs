//! The database and nothing else: private entities, one file per aggregate, domain types in and out.
