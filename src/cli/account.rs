//! `barometer account`: accounts from a terminal, for whoever runs the server.

use super::app;
use super::words::Lang;
use crate::config::ServerConfig;
use crate::domain::account::{AccountState, Login, Role};
use crate::stages::account::{self, Denied, NewAccount};
use crate::storage::account::{AccountRecord, by_login, list};
use crate::text::command::Complaint;
use crate::text::console;
use crate::text::entry;
use crate::text::terminal::fill;
use clap::{Args, Subcommand};
use std::process::ExitCode;

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// 列出账号 · Lists the accounts.
    List(ServerConfig),
    /// 建立账号，显示一次性登录链接 · Makes an account and prints the one-time link that opens it.
    Create(CreateArgs),
    /// 发新的登录链接（忘了密码、换了手机） · Prints a new link for an account whose owner lost the password or the phone.
    Link(LoginArgs),
    /// 停用账号 · Closes an account.
    Close(LoginArgs),
    /// 重新启用账号 · Opens a closed account again.
    Open(LoginArgs),
}

/// A new account.
#[derive(Debug, Args)]
pub struct CreateArgs {
    /// 登录名 · What it signs in with.
    login: String,
    /// 姓名 · The person's name.
    #[arg(long)]
    name: String,
    /// 岗位 · Role: administrator, manager, interviewer, analyst, officer or auditor.
    #[arg(long, value_parser = role)]
    role: Role,
    #[command(flatten)]
    config: ServerConfig,
}

/// An existing account.
#[derive(Debug, Args)]
pub struct LoginArgs {
    /// 登录名 · Its login.
    login: String,
    #[command(flatten)]
    config: ServerConfig,
}

fn role(word: &str) -> Result<Role, String> {
    word.parse()
}

/// Does what the command says.
pub async fn run(command: AccountCommand, lang: Lang) -> anyhow::Result<ExitCode> {
    match command {
        AccountCommand::List(config) => say_all(&config, lang).await?,
        AccountCommand::Create(args) => create(args, lang).await?,
        AccountCommand::Link(args) => {
            let app = app(&args.config).await?;
            let account = find(&app, &args.login).await?;
            println!("{}", account::renew(&app, &account.id).await?);
        }
        AccountCommand::Close(args) => set(&args, AccountState::Disabled).await?,
        AccountCommand::Open(args) => set(&args, AccountState::Active).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn say_all(config: &ServerConfig, lang: Lang) -> anyhow::Result<()> {
    let app = app(config).await?;
    for account in list(&app.db).await? {
        let role = lang.say(|_, language| console::of(language).role(account.role).to_owned());
        let state = lang.say(|_, language| state(account.state, &entry::of(language).admin).to_owned());
        println!("{}\t{}\t{role}\t{state}", account.login, account.name);
    }
    Ok(())
}

fn state(state: AccountState, words: &'static entry::Admin) -> &'static str {
    words.states[state as usize]
}

async fn create(args: CreateArgs, lang: Lang) -> anyhow::Result<()> {
    let app = app(&args.config).await?;
    let wanted = NewAccount {
        login: args.login,
        name: args.name,
        role: args.role,
    };
    match account::create(&app, &wanted).await? {
        Ok(link) => println!("{}", lang.say(|words, _| fill(words.account_link, &[("link", &link)]))),
        Err(Denied::Name) => anyhow::bail!(Complaint::AccountName),
        Err(_) => anyhow::bail!(Complaint::AccountLogin(wanted.login)),
    }
    Ok(())
}

async fn set(args: &LoginArgs, state: AccountState) -> anyhow::Result<()> {
    let app = app(&args.config).await?;
    let account = find(&app, &args.login).await?;
    Ok(account::set_state(&app, &account.id, state).await?)
}

async fn find(app: &crate::stages::App, typed: &str) -> anyhow::Result<AccountRecord> {
    let unknown = || Complaint::NoAccount(typed.to_owned());
    let login = Login::parse(typed).ok_or_else(unknown)?;
    Ok(by_login(&app.db, &login).await?.ok_or_else(unknown)?)
}
