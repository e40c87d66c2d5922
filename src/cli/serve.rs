//! `barometer serve`: the pages, and the jobs that run beside them.

use super::words::Lang;
use crate::config::{SecondFactorRule, ServerConfig};
use crate::domain::account::Actor;
use crate::jobs;
use crate::jobs::sequencer::Seconds;
use crate::stages::{App, account};
use crate::storage::round::{self, RoundState};
use crate::text::command::Complaint;
use crate::text::terminal::fill;
use anyhow::Context;
use clap::Args;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// Seconds between two looks for work of the jobs.
const JOB_INTERVAL: Duration = Duration::from_secs(5);

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    config: ServerConfig,
    /// 存证日志每隔多少秒写入一次；越短，越能看出某人何时答卷 · Seconds between two heads of the public log; the shorter, the closer anybody can tell when somebody answered.
    #[arg(long, env = "BAROMETER_LOG_EVERY", default_value = "3600")]
    log_every: Seconds,
}

/// Serves until interrupted.
pub async fn run(args: ServeArgs, lang: Lang) -> anyhow::Result<ExitCode> {
    start_logging();
    let mut app = super::app(&args.config).await?;
    app.db = app.db.by(Actor::Server);
    app.second_factor = args.config.second_factor == SecondFactorRule::Required;
    let app = Arc::new(app);
    if let Some(link) = account::first_link(&app).await? {
        println!("{}", lang.say(|words, _| fill(words.first_link, &[("link", &link)])));
    }
    serve(app, args.config.listen, args.log_every, lang).await?;
    Ok(ExitCode::SUCCESS)
}

/// Logs to standard error; `RUST_LOG` chooses what. Never personal data, tokens or answers.
pub fn start_logging() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,barometer=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

/// Binds, says where, serves, and ends tidily on Ctrl-C or a termination signal.
pub async fn serve(app: Arc<App>, listen: std::net::SocketAddr, log_every: Seconds, lang: Lang) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .with_context(|| Complaint::Listen(listen.to_string()))?;
    tracing::info!(address = %listener.local_addr()?, database = app.db.kind(), "serving");
    let address = format!("http://{}", listener.local_addr()?);
    println!(
        "\n{}",
        lang.say(|words, _| fill(words.serving, &[("address", &address)]))
    );
    let jobs = tokio::spawn(run_jobs(app.clone(), log_every));
    let router = crate::web::router(app.clone());
    axum::serve(listener, router)
        .with_graceful_shutdown(interrupted())
        .await?;
    jobs.abort();
    Ok(())
}

async fn interrupted() {
    let terminated = async {
        #[cfg(unix)]
        if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            signal.recv().await;
        }
        #[cfg(not(unix))]
        std::future::pending::<()>().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

async fn run_jobs(app: Arc<App>, log_every: Seconds) {
    loop {
        if let Err(error) = work_once(&app, log_every).await {
            tracing::warn!(error = format!("{error:#}"), "a job failed and will be tried again");
        }
        tokio::time::sleep(JOB_INTERVAL).await;
    }
}

async fn work_once(app: &App, log_every: Seconds) -> anyhow::Result<()> {
    for record in round::list(&app.db).await? {
        if record.state == RoundState::Fielding {
            jobs::epoch::refresh(app, &record.id).await?;
            jobs::sequencer::sequence_when_due(app, &record, log_every).await?;
        }
    }
    jobs::outbox::deliver_due(app).await?;
    Ok(())
}
