//! The database's own history: made from nothing, run again, taken back and made once more, on both databases.

use crate::support::{TestApp, on_both};
use barometer::storage::Db;
use migrations::{Migrator, MigratorTrait};
use sea_orm::Database;

#[test]
fn every_table_of_a_fresh_database_can_be_read() {
    on_both(async |town: TestApp| {
        let kind = if town.url.starts_with("sqlite") {
            "SQLite"
        } else {
            "PostgreSQL"
        };
        assert_eq!(town.app.db.kind(), kind);
        let made = town.tables().await;
        let known: Vec<String> = town.counts().await.into_keys().map(str::to_owned).collect();
        assert_eq!(made, known, "the tables that the tests look at are all there are");
        assert!(town.counts().await.values().all(|rows| *rows == 0));
    });
}

#[test]
fn migrating_twice_is_harmless_and_keeps_what_is_stored() {
    on_both(async |mut town: TestApp| {
        town.invites_the_town().await;
        let before = town.everything().await;
        Db::connect(&town.url).await.unwrap().close().await.unwrap();
        let db = Database::connect(&town.url).await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        db.close().await.unwrap();
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn the_history_can_be_taken_back_and_made_again() {
    on_both(async |mut town: TestApp| {
        let made = town.tables().await;
        let db = Database::connect(&town.url).await.unwrap();
        Migrator::down(&db, None).await.unwrap();
        assert_eq!(town.tables().await, Vec::<String>::new());
        Migrator::up(&db, None).await.unwrap();
        db.close().await.unwrap();
        assert_eq!(town.tables().await, made);
        assert_eq!(town.invites_the_town().await.len(), 84, "and it works");
    });
}
