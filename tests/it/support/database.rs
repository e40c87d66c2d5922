//! Runs a story on SQLite and on PostgreSQL: a temporary file, and a database of its own that is dropped afterwards.

use super::TestApp;
use sea_orm::{ConnectionTrait, Database};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU32, Ordering};

/// Where the PostgreSQL server is; `tests/run` starts one and sets this.
const POSTGRES: &str = "BAROMETER_TEST_POSTGRES";

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// Runs the same story on both databases, each time in a fresh house.
pub fn on_both(story: impl AsyncFn(TestApp)) {
    on_sqlite(&story);
    match std::env::var(POSTGRES) {
        Ok(server) => on_postgres(server.trim_end_matches('/'), &story),
        Err(_) if std::env::var("CI").is_ok_and(|ci| ci == "true") => {
            panic!("{POSTGRES} is not set: half of this test would be skipped")
        }
        Err(_) => println!("{POSTGRES} is not set: ran on SQLite only; tests/run sets it"),
    }
}

fn on_sqlite(story: &impl AsyncFn(TestApp)) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("barometer.db").display());
    runtime().block_on(async { story(TestApp::new(&url, folder).await).await });
}

fn on_postgres(server: &str, story: &impl AsyncFn(TestApp)) {
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let name = format!("barometer_test_{}_{number}", std::process::id());
    runtime().block_on(ask(server, &format!("CREATE DATABASE {name}")));
    let url = format!("{server}/{name}");
    let folder = tempfile::tempdir().unwrap();
    let told = catch_unwind(AssertUnwindSafe(|| {
        runtime().block_on(async { story(TestApp::new(&url, folder).await).await });
    }));
    runtime().block_on(ask(server, &format!("DROP DATABASE {name} WITH (FORCE)")));
    if let Err(panic) = told {
        println!("this happened on PostgreSQL");
        resume_unwind(panic);
    }
}

async fn ask(server: &str, sql: &str) {
    let db = Database::connect(format!("{server}/postgres")).await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}
