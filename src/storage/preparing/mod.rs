//! What stands between an opened round and its invitations: frames, chosen sizes, codes on their way, pretests.

pub mod codes;
pub(in crate::storage) mod frame_rows;
pub mod frames;
pub mod plan;
pub mod pretest;
