//! The eight indicators of the seed: their groups, points and the bodies that assess them.

use super::Points;
use crate::domain::definition::Language;
use serde::{Deserialize, Serialize};

/// A fixed name in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Named {
    /// The name in that language.
    pub fn get(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

const fn named(zh: &'static str, en: &'static str) -> Named {
    Named { zh, en }
}

/// 三效一创: what an indicator belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// 履职效率.
    Duty,
    /// 管理效能.
    Management,
    /// 服务效果.
    Service,
    /// 创新创优.
    Innovation,
}

impl Group {
    /// All, in the order of the seed.
    pub const ALL: [Group; 4] = [Group::Duty, Group::Management, Group::Service, Group::Innovation];

    /// Its name.
    pub fn name(self) -> Named {
        match self {
            Group::Duty => named("履职效率", "Fulfilment of duties"),
            Group::Management => named("管理效能", "Management"),
            Group::Service => named("服务效果", "Service"),
            Group::Innovation => named("创新创优", "Innovation and excellence"),
        }
    }
}

/// Who assesses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Body {
    /// Its id in commands, addresses and the database.
    pub id: &'static str,
    /// Its name.
    pub name: Named,
    /// What it assesses within the indicator; empty where the seed says nothing.
    pub subject: Named,
}

const fn body(id: &'static str, name: Named) -> Body {
    Body {
        id,
        name,
        subject: named("", ""),
    }
}

const fn body_for(id: &'static str, name: Named, subject: Named) -> Body {
    Body { id, name, subject }
}

const SUPERVISION: Named = named("市监察局", "Supervision Bureau");
const PERSONNEL: Named = named("市人力社保局", "Human Resources and Social Security Bureau");

/// One of the eight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Indicator {
    /// 职责任务.
    Duties,
    /// 依法行政.
    Law,
    /// 能力建设.
    Capacity,
    /// 服务中央在京单位.
    Central,
    /// 公众评价: comes from a sealed sheet, never from a file of an assessing body.
    Public,
    /// 领导评价.
    Leaders,
    /// 协调配合.
    Coordination,
    /// 创新创优.
    Innovation,
}

/// What the seed says of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Its id in commands, addresses and the database.
    pub id: &'static str,
    /// What it belongs to.
    pub group: Group,
    /// Its name.
    pub name: Named,
    /// Most points.
    pub most: u32,
    /// Who assesses it, in the order of the seed.
    pub bodies: &'static [Body],
}

impl Indicator {
    /// All, in the order of the seed.
    pub const ALL: [Indicator; 8] = [
        Indicator::Duties,
        Indicator::Law,
        Indicator::Capacity,
        Indicator::Central,
        Indicator::Public,
        Indicator::Leaders,
        Indicator::Coordination,
        Indicator::Innovation,
    ];

    /// The indicator of that id.
    pub fn find(id: &str) -> Option<Indicator> {
        Indicator::ALL.into_iter().find(|one| one.facts().id == id)
    }

    /// Most points of it.
    pub fn most(self) -> Points {
        Points::whole(self.facts().most)
    }

    /// Its name.
    pub fn name(self) -> Named {
        self.facts().name
    }

    /// Who assesses it.
    pub fn bodies(self) -> &'static [Body] {
        self.facts().bodies
    }

    /// What the seed says of it.
    pub fn facts(self) -> &'static Facts {
        match self {
            Indicator::Duties => &DUTIES,
            Indicator::Law => &LAW,
            Indicator::Capacity => &CAPACITY,
            Indicator::Central => &CENTRAL,
            Indicator::Public => &PUBLIC,
            Indicator::Leaders => &LEADERS,
            Indicator::Coordination => &COORDINATION,
            Indicator::Innovation => &INNOVATION,
        }
    }
}

const DUTIES: Facts = Facts {
    id: "duties",
    group: Group::Duty,
    name: named("职责任务", "Duties and tasks"),
    most: 40,
    bodies: &[
        body("general-office", named("市政府办公厅", "General Office")),
        body("establishment", named("市编办", "Public Sector Establishment Office")),
    ],
};
const LAW: Facts = Facts {
    id: "law",
    group: Group::Management,
    name: named("依法行政", "Law-based administration"),
    most: 8,
    bodies: &[
        body_for(
            "legal-affairs",
            named("市政府法制办", "Legal Affairs Office"),
            named("规范行政行为", "Regulated administrative conduct"),
        ),
        body_for("supervision", SUPERVISION, named("行政审批", "Administrative approval")),
    ],
};
const CAPACITY: Facts = Facts {
    id: "capacity",
    group: Group::Management,
    name: named("能力建设", "Capacity"),
    most: 7,
    bodies: &[
        body_for("supervision", SUPERVISION, named("效能监察", "Efficiency supervision")),
        body_for("personnel", PERSONNEL, named("公务员队伍建设", "Civil service")),
    ],
};
const CENTRAL: Facts = Facts {
    id: "central",
    group: Group::Service,
    name: named("服务中央在京单位", "Service to central units in Beijing"),
    most: 5,
    bodies: &[body("liaison", named("市政府外联服务办", "Liaison and Service Office"))],
};
const PUBLIC: Facts = Facts {
    id: "public",
    group: Group::Service,
    name: named("公众评价", "Public evaluation"),
    most: 20,
    bodies: &[body("survey", named("第三方调查机构", "Third-party survey agency"))],
};
const LEADERS: Facts = Facts {
    id: "leaders",
    group: Group::Service,
    name: named("领导评价", "Leaders' evaluation"),
    most: 10,
    bodies: &[body("leaders", named("市领导", "City leaders"))],
};
const COORDINATION: Facts = Facts {
    id: "coordination",
    group: Group::Service,
    name: named("协调配合", "Coordination"),
    most: 5,
    bodies: &[
        body("peers", named("部门互评", "Departments' mutual evaluation")),
        body("districts", named("区县评价", "Districts' evaluation")),
    ],
};
const INNOVATION: Facts = Facts {
    id: "innovation",
    group: Group::Innovation,
    name: named("创新创优", "Innovation and excellence"),
    most: 5,
    bodies: &[
        body("performance-office", named("市政府绩效办", "Performance Office")),
        body("personnel", PERSONNEL),
    ],
};

/// Who assesses 行政问责.
pub(super) const ACCOUNTABILITY: Body = body("supervision", SUPERVISION);

/// Whose file a part comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// One of the indicator's bodies.
    Body(&'static Body),
    /// Marked as the indicator's whole, all its bodies together.
    Whole,
}

impl Source {
    /// The source of that id for an indicator: `whole`, or one of its bodies; the only body's file is the whole.
    pub fn find(indicator: Indicator, id: &str) -> Option<Source> {
        match indicator.bodies() {
            [only] if id == Source::Whole.id() => Some(Source::Body(only)),
            _ if id == Source::Whole.id() => Some(Source::Whole),
            bodies => bodies.iter().find(|body| body.id == id).map(Source::Body),
        }
    }

    /// Its id.
    pub fn id(self) -> &'static str {
        match self {
            Source::Body(body) => body.id,
            Source::Whole => "whole",
        }
    }

    /// Its name.
    pub fn name(self) -> Named {
        match self {
            Source::Body(body) => body.name,
            Source::Whole => named("合并报送", "Delivered together"),
        }
    }
}
