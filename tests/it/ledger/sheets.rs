//! From the sealed sheet to the published ledger.

use super::{BODIES, Office, opening, reason};
use crate::journey::the_town_answers;
use crate::support::{TestApp, on_both};
use barometer::domain::ledger::{Intake, LedgerRefusal, Points, Step, standing};
use barometer::domain::proof::{SealError, SignerRole, SigningKey, sealed_bytes, sign_sheet};
use barometer::domain::score::sheet::{ScoreSheet, SealedSheet};
use barometer::stages::StageError;
use barometer::stages::ledger::{own_signatories, sheet_file, take_own_sheet, take_sheet};
use rand::SeedableRng;

pub async fn sealed_town(town: &mut TestApp) -> SealedSheet {
    let invitations = town.invites_the_town().await;
    the_town_answers(town, &invitations).await;
    town.closes_to_seal().await
}

/// A changed sheet, signed by the house.
fn signed(town: &TestApp, sealed: &SealedSheet, change: impl FnOnce(&mut ScoreSheet)) -> SealedSheet {
    let mut sheet = sealed.sheet.clone();
    change(&mut sheet);
    let keys = [SignerRole::Platform, SignerRole::Agency, SignerRole::Office];
    sign_sheet(&sheet, &keys.map(|role| town.app.keys.signing(role).unwrap())).unwrap()
}

async fn takes(town: &TestApp, sealed: &SealedSheet) -> Result<Intake, StageError> {
    let bytes = sealed_bytes(sealed).unwrap();
    let trusted = own_signatories(&town.app).unwrap();
    take_sheet(&town.app, 2026, ("sheet.json", &bytes), &trusted, "王科").await
}

#[test]
fn a_sheet_that_does_not_belong_changes_nothing() {
    on_both(async |mut town: TestApp| {
        let sealed = sealed_town(&mut town).await;
        town.opens_ledger().await;
        let before = town.everything().await;
        let refused = async |change: &dyn Fn(&mut ScoreSheet)| {
            let sheet = signed(&town, &sealed, change);
            let told = reason(takes(&town, &sheet).await);
            assert_eq!(before, town.everything().await, "{told}");
            told
        };
        assert!(matches!(
            refused(&|sheet| sheet.round = "other".into()).await,
            LedgerRefusal::OtherRound { .. }
        ));
        assert!(matches!(
            refused(&|sheet| sheet.year = 2025).await,
            LedgerRefusal::OtherYear { .. }
        ));
        let beyond = refused(&|sheet| sheet.departments[0].score = Some("20.01".into())).await;
        assert!(matches!(beyond, LedgerRefusal::SheetScore { .. }));
        let below = refused(&|sheet| sheet.departments[0].score = Some("-1.00".into())).await;
        assert!(matches!(below, LedgerRefusal::SheetScore { .. }));
        let unknown = refused(&|sheet| sheet.departments[0].department_id.0 = "harbour".into()).await;
        assert!(matches!(unknown, LedgerRefusal::SheetUnknown(_)));
        let lacks = refused(&|sheet| drop(sheet.departments.pop())).await;
        assert!(matches!(lacks, LedgerRefusal::SheetLacks(_)));
        let twice = refused(&|sheet| sheet.departments.push(sheet.departments[0].clone())).await;
        assert!(matches!(twice, LedgerRefusal::SheetTwice(_)));

        let mut forged = sealed.clone();
        forged.sheet.departments[0].score = Some("19.99".into());
        assert!(matches!(
            reason(takes(&town, &forged).await),
            LedgerRefusal::BadSignature { role: "agency", .. }
        ));
        let mut half = sealed.clone();
        half.signatures.retain(|one| one.role != "office");
        assert!(matches!(
            reason(takes(&town, &half).await),
            LedgerRefusal::NotSigned("office")
        ));
        let mut generator = rand_chacha::ChaCha20Rng::seed_from_u64(7);
        let strangers = [SignerRole::Agency, SignerRole::Office].map(|role| SigningKey::generate(role, &mut generator));
        let foreign = sign_sheet(&sealed.sheet, &strangers).unwrap();
        assert!(matches!(
            reason(takes(&town, &foreign).await),
            LedgerRefusal::OtherKey { role: "agency", .. }
        ));
        let trusted = own_signatories(&town.app).unwrap();
        let text = take_sheet(&town.app, 2026, ("x.json", b"hello"), &trusted, "王科").await;
        assert!(matches!(reason(text), LedgerRefusal::NotASheet(_)));
        assert_eq!(before, town.everything().await);
    });
}

#[test]
fn the_same_sheet_has_no_effect_a_newer_one_replaces_and_the_old_stays_readable() {
    on_both(async |mut town: TestApp| {
        let sealed = sealed_town(&mut town).await;
        town.opens_ledger().await;
        assert!(matches!(
            take_own_sheet(&town.app, 2026, "王科").await,
            Ok(Intake::New(_))
        ));
        let before = town.everything().await;
        assert_eq!(take_own_sheet(&town.app, 2026, "李科").await.unwrap(), Intake::Same(1));
        assert_eq!(takes(&town, &sealed).await.unwrap(), Intake::Same(1));
        let other = signed(&town, &sealed, |sheet| sheet.software = "another".into());
        assert!(matches!(
            reason(takes(&town, &other).await),
            LedgerRefusal::OtherSameVersion(1)
        ));
        assert_eq!(before, town.everything().await);

        let cut = sealed_bytes(&sealed).unwrap();
        let told = async |bytes: &[u8]| {
            let trusted = own_signatories(&town.app).unwrap();
            reason(take_sheet(&town.app, 2026, ("x.json", bytes), &trusted, "王科").await)
        };
        assert!(matches!(
            told(b"{").await,
            LedgerRefusal::NotASheet(SealError::NotJson { line: 1, .. })
        ));
        assert!(matches!(told(b"{}").await, LedgerRefusal::NotASheet(SealError::Shape)));
        let spaced = String::from_utf8(cut).unwrap().replacen(':', ": ", 1);
        let rewritten = told(spaced.as_bytes()).await;
        assert!(
            rewritten.to_string().contains("signatures cannot be valid"),
            "{rewritten}"
        );

        let second = signed(&town, &sealed, |sheet| {
            sheet.sheet_version = 2;
            sheet.departments[0].score = Some("12.34".into());
        });
        assert!(matches!(takes(&town, &second).await, Ok(Intake::New(sheet)) if sheet.version == 2));
        let ledger = town.ledger().await;
        assert_eq!(ledger.sheets.len(), 2);
        assert_eq!(standing(&ledger).totals[0].scores[4].points(), Points::parse("12.34"));
        let old = sheet_file(&town.app, 2026, 1).await.unwrap();
        assert_eq!(old, sealed_bytes(&sealed).unwrap(), "to the byte");
        let back = reason(takes(&town, &sealed).await);
        assert!(matches!(back, LedgerRefusal::OlderVersion { found: 1, has: 2 }));
    });
}

#[test]
fn a_ledger_is_filled_reviewed_published_and_reopened() {
    on_both(async |mut town: TestApp| {
        let sealed = sealed_town(&mut town).await;
        town.opens_ledger().await;
        let early = reason(town.takes_step("compiled", "张处", "").await);
        assert!(matches!(early, LedgerRefusal::NotDelivered { missing, .. } if missing.len() == 13));
        town.everybody_delivers().await;
        take_own_sheet(&town.app, 2026, "王科").await.unwrap();
        town.deducts("water").await.unwrap();

        let ledger = town.ledger().await;
        let result = standing(&ledger);
        let bodies: Points = BODIES.iter().filter_map(|(_, _, points)| Points::parse(points)).sum();
        for (totals, public) in result.totals.iter().zip(&sealed.sheet.departments) {
            let public = public.score.as_deref().and_then(Points::parse);
            assert_eq!(
                totals.sum,
                public.map(|public| [public, bodies].into_iter().sum()),
                "{:?}",
                totals.department
            );
        }
        let first = &result.totals[0];
        assert_eq!(first.total, first.sum.map(|sum| sum.less(Points::whole(5))));
        assert!(
            result
                .totals
                .iter()
                .all(|one| one.rank.is_some() == one.total.is_some())
        );

        assert!(matches!(
            reason(town.takes_step("compiled", "李科", "").await),
            LedgerRefusal::OwnWork(_)
        ));
        assert!(matches!(
            reason(town.takes_step("approved", "张处", "").await),
            LedgerRefusal::StepOrder { .. }
        ));
        assert!(matches!(
            reason(town.takes_step("done", "张处", "").await),
            LedgerRefusal::UnknownStep(_)
        ));
        for step in ["compiled", "reviewed", "approved", "published"] {
            town.takes_step(step, "张处", "").await.unwrap();
            let locked = town.everything().await;
            assert!(matches!(
                reason(town.deducts("parks").await),
                LedgerRefusal::Locked { .. }
            ));
            let late = town.hands_in("law", "supervision", super::even("1")).await;
            assert!(matches!(reason(late), LedgerRefusal::Locked { .. }));
            let withdrawn = barometer::stages::ledger::withdraw(&town.app, 2026, 1, "x", "张处").await;
            assert!(matches!(reason(withdrawn), LedgerRefusal::Locked { .. }));
            let second = signed(&town, &sealed, |sheet| sheet.sheet_version = 2);
            assert!(matches!(
                reason(takes(&town, &second).await),
                LedgerRefusal::Locked { .. }
            ));
            assert!(matches!(
                reason(town.takes_step(step, "张处", "").await),
                LedgerRefusal::StepOrder { .. }
            ));
            assert_eq!(locked, town.everything().await);
        }
        assert!(matches!(
            reason(town.takes_step("reopened", "张处", "").await),
            LedgerRefusal::NoReasonGiven(_)
        ));
        town.takes_step("reopened", "张处", "水务局的扣分复核不成立")
            .await
            .unwrap();
        barometer::stages::ledger::withdraw(&town.app, 2026, 1, "复核不成立", "李科")
            .await
            .unwrap();
        let ledger = town.ledger().await;
        assert_eq!(ledger.next_step(), Some(Step::Compiled));
        assert_eq!(ledger.steps.len(), 5, "what was done stays");
        assert_eq!(standing(&ledger).totals[0].deducted, Points::ZERO);
        let early = opening(2027);
        assert!(matches!(
            reason(barometer::stages::ledger::open(&town.app, early, "王科").await),
            LedgerRefusal::RoundOfOtherYear { .. }
        ));
    });
}

#[test]
fn a_version_that_this_house_sealed_is_taken_only_as_it_was_sealed() {
    on_both(async |mut town: TestApp| {
        let sealed = sealed_town(&mut town).await;
        town.opens_ledger().await;
        let other = signed(&town, &sealed, |sheet| sheet.software = "another".into());
        let before = town.everything().await;
        let refused = reason(takes(&town, &other).await);
        assert!(matches!(refused, LedgerRefusal::NotTheHousesOwn(1)), "{refused}");
        assert_eq!(before, town.everything().await);
        assert!(matches!(takes(&town, &sealed).await, Ok(Intake::New(_))));
    });
}
