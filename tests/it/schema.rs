//! The database's own history: made from nothing, run again, taken back and made once more, on both databases.

use crate::support::Desk;
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

#[test]
fn many_first_starts_at_once_make_one_database() {
    on_both(async |town: TestApp| {
        let made = town.tables().await;
        let taken = Database::connect(&town.url).await.unwrap();
        Migrator::reset(&taken).await.unwrap();
        taken.close().await.unwrap();
        let starts = (0..6).map(|_| {
            let url = town.url.clone();
            tokio::spawn(async move { Db::connect(&url).await })
        });
        for start in starts.collect::<Vec<_>>() {
            start.await.unwrap().unwrap().close().await.unwrap();
        }
        assert_eq!(town.tables().await, made);
    });
}

#[test]
fn many_first_starts_at_once_make_one_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for round in 0..20 {
        let url = format!("sqlite://{}", folder.path().join(format!("{round}.db")).display());
        runtime.block_on(async {
            let starts = (0..4).map(|_| {
                let url = url.clone();
                tokio::spawn(async move { Db::connect(&url).await })
            });
            for start in starts.collect::<Vec<_>>() {
                start.await.unwrap().unwrap().close().await.unwrap();
            }
        });
    }
}

#[test]
fn three_commands_at_once_on_an_empty_desk_share_one_database_and_one_key_set() {
    let desk = Desk::new();
    let said = std::thread::scope(|scope| {
        let commands: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| desk.refused(&["round", "status", "none"])))
            .collect();
        let said: Vec<String> = commands.into_iter().map(|one| one.join().unwrap()).collect();
        said
    });
    assert!(said.iter().all(|said| said.contains("“none” is not there")), "{said:?}");
}
