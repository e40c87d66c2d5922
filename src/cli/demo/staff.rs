//! The people of the demonstration's consoles: one of each role, and a second officer, since a method takes two.

use crate::domain::account::{Actor, Login, Role};
use crate::domain::definition::{Audience, AudienceId, Survey};
use crate::domain::sample::{AudiencePlan, SamplePlan, Sizes};
use crate::stages::App;
use crate::stages::account::{self, NewAccount, Opened};
use crate::stages::feed;
use crate::stages::register::{self, SeenMethod};
use crate::storage::account::by_login;
use crate::storage::round::RoundRecord;
use crate::text::command::Complaint;
use anyhow::Context;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What everybody of the demonstration signs in with; the folder is the demonstration's own and the people are made up.
pub const PASSWORD: &str = "come rain or shine 2009";

/// Login, name and role.
pub const STAFF: [(&str, &str, Role); 7] = [
    ("admin", "演示·管理员", Role::Administrator),
    ("manager", "演示·调查主管", Role::Manager),
    ("caller", "演示·访问员", Role::Interviewer),
    ("analyst", "演示·分析员", Role::Analyst),
    ("officer", "演示·绩效办甲", Role::Officer),
    ("officer2", "演示·绩效办乙", Role::Officer),
    ("auditor", "演示·审计员", Role::Auditor),
];

/// Makes the accounts, each through its own link as in a real house.
pub async fn hire(app: &App) -> anyhow::Result<()> {
    for (login, name, role) in STAFF {
        let wanted = NewAccount {
            login: login.to_owned(),
            name: name.to_owned(),
            role,
        };
        let made = account::create(app, &wanted).await?;
        let link = made.map_err(|_| Complaint::AccountLogin(login.to_owned()))?;
        let token = link.rsplit('/').next().unwrap_or_default();
        let opened = account::open(app, token, ("", ""), (PASSWORD, PASSWORD)).await?;
        anyhow::ensure!(
            matches!(opened, Some(Opened::In(_))),
            Complaint::AccountLogin(login.to_owned())
        );
    }
    Ok(())
}

/// The house, acting for one of them.
pub async fn acting(app: &Arc<App>, login: &str) -> anyhow::Result<Arc<App>> {
    let unknown = || Complaint::NoAccount(login.to_owned());
    let login = Login::parse(login).ok_or_else(unknown)?;
    let account = by_login(&app.db, &login).await?.ok_or_else(unknown)?;
    Ok(app.by(Actor::Account {
        id: account.id,
        login,
        role: account.role,
    }))
}

/// The two officers register a round's method, before anybody is invited.
pub async fn register(app: &Arc<App>, record: &RoundRecord) -> anyhow::Result<()> {
    let seen = SeenMethod {
        definition_hash: record.definition_hash.clone(),
        method_hash: record.method_hash.clone(),
    };
    for (login, _, _) in STAFF.iter().filter(|(_, _, role)| *role == Role::Officer) {
        register::register(&*acting(app, login).await?, &record.id, &seen).await?;
    }
    Ok(())
}

/// What the agency states of an audience before the draw: its id, units in every stratum unless as registered, and the
/// share that is expected to answer.
pub type Stated = (&'static str, Option<u64>, f64);

/// That as the plan of a draw.
pub fn plan(survey: &Survey, stated: &[Stated]) -> SamplePlan {
    let strata = |audience: &Audience, units: u64| -> BTreeMap<String, u64> {
        let strata = audience.frame.iter().flat_map(|frame| frame.strata.clone());
        strata.map(|stratum| (stratum, units)).collect()
    };
    let one = |(id, each, response): &Stated| {
        let audience = survey.audience(&AudienceId((*id).to_owned()))?;
        let sizes = each.map_or(Sizes::Registered, |units| Sizes::Strata(strata(audience, units)));
        let response = *response;
        Some((audience.id.clone(), AudiencePlan { sizes, response }))
    };
    SamplePlan(stated.iter().filter_map(one).collect())
}

/// A token of the scores' feed, which an officer lets the main ledger's system have.
pub async fn feed_token(app: &Arc<App>) -> anyhow::Result<String> {
    let officer = acting(app, "officer").await?;
    let token = feed::add_client(&officer, "演示·绩效管理信息系统").await?;
    Ok(token.context("a name that fits")?.reveal().to_owned())
}
