//! A fieldwork manager prepares a round from a browser: frames, sizes, draw, invitations, reminders, a pretest.

mod codes;
mod frames;
mod pretest;
mod sizes;

use crate::support::{Clerk, Frames, TestApp, folder, frames};
use axum::http::StatusCode;
use barometer::domain::account::Role;
use barometer::domain::definition::AudienceId;

/// Where the preparing pages of the small town's round are.
pub const BASE: &str = "/agency/riverton-2026/prepare";

/// The small town's round, opened, and its fieldwork manager.
pub async fn manager(town: &mut TestApp) -> Clerk {
    town.opens(folder("small")).await.unwrap();
    town.hires(Role::Manager, "li").await
}

/// The bytes of an audience's good frame.
pub fn good(audience: &str) -> Vec<u8> {
    let all: Frames = frames(1);
    all[&AudienceId(audience.into())].bytes.clone()
}

/// How many frame files are kept.
pub async fn kept_files(town: &TestApp) -> usize {
    let kept = "SELECT upload_no FROM frame_upload WHERE sealed IS NOT NULL";
    town.select(kept).await.len()
}

impl Clerk {
    /// Hands a frame in and stays on the page that follows.
    pub async fn hands_in_frame(&mut self, audience: &str, name: &str, bytes: &[u8]) -> StatusCode {
        let address = format!("{BASE}/frame/{audience}");
        self.opens(&address).await;
        self.hands_in(&address, &[], name, bytes).await;
        self.page.status
    }

    /// Hands a good frame in and accepts it.
    pub async fn brings_frame(&mut self, audience: &str) {
        let name = format!("{audience}.csv");
        assert_eq!(
            self.hands_in_frame(audience, &name, &good(audience)).await,
            StatusCode::OK
        );
        let here = self.page.address.clone();
        self.sends_to(&here, &[]).await;
        self.sees("已采用这份抽样框");
    }

    /// Everything up to the draw.
    pub async fn draws_the_town(&mut self) {
        for audience in ["residents", "institutions"] {
            self.brings_frame(audience).await;
        }
        self.opens(&format!("{BASE}/draw")).await;
        self.sends_to(&format!("{BASE}/draw"), &[]).await;
        self.sees("样本已经抽定");
    }

    /// Makes codes, takes them as a list, and puts them in force; gives the list.
    pub async fn invites_everybody(&mut self) -> String {
        let address = format!("{BASE}/invitations");
        self.opens(&address).await;
        self.sends_to(&address, &[]).await;
        let list = self.takes("csv", None).await;
        self.opens(&address).await;
        self.sends_to(&format!("{address}/confirm"), &[("have", "yes")]).await;
        self.sees("邀请码已经生效");
        list
    }

    /// Takes the codes that wait; gives the file.
    pub async fn takes(&mut self, format: &str, part: Option<usize>) -> String {
        let address = format!("{BASE}/invitations/take");
        let form = self.page.forms.iter().find(|form| form.action == address);
        let form = form.unwrap_or_else(|| panic!("nothing to take: {}", self.page.html));
        let mut pairs = form.hidden.clone();
        pairs.retain(|(name, _)| name != "format" && name != "part");
        pairs.push(("format".into(), format.into()));
        pairs.extend(part.map(|part| ("part".into(), part.to_string())));
        self.posts(&address, &pairs).await;
        assert_eq!(self.page.status, StatusCode::OK, "{}", self.page.html);
        self.page.html.clone()
    }

    /// The page says that.
    #[track_caller]
    pub fn sees(&self, words: &str) {
        assert!(
            self.page.html.contains(words),
            "no “{words}” at {}: {}",
            self.page.address,
            self.page.html
        );
    }

    /// The page does not say that.
    #[track_caller]
    pub fn does_not_see(&self, words: &str) {
        assert!(!self.page.html.contains(words), "“{words}” at {}", self.page.address);
    }
}
