// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// Who covers a detector: what its neighbours ask for, and nothing else, so that it stays in the nearest cache.
struct MatchingCover: BitwiseCopyable {
  /// The outermost blossom around the region that reached the node; `none` if nobody has.
  var top = none
  /// The slope of `top`.
  var slope: Int32 = 0
  /// How far the regions around the node cover what lies beyond it, at time t: `reach + slope · t`.
  var reach: Int64 = 0
}

/// A detector while a shot is decoded: how it was reached, and when to look at it again.
struct MatchingNode: BitwiseCopyable {
  /// The region that reached the node, at whatever depth it now lies inside blossoms; `none` if nobody has.
  var region = none
  /// The defect from which the node was reached.
  var source = none
  /// The node that `region` reached before this one.
  var nextInShell = none
  /// The radius of `region` when it reached the node.
  var arrival: Int64 = 0
  /// The observables flipped on the way from `source`.
  var observables: UInt64 = 0
  /// The time of the node's entry in the queue that counts; `never` if there is none.
  var queued = never
  /// When the node must be looked at; `never` if it need not.
  var wanted = never
  /// The node's edges: the one to the boundary is `firstEdge`, then follow the others up to `endEdge`.
  var firstEdge: UInt32 = 0
  var endEdge: UInt32 = 0
}

/// No time at all.
let never = Int64.max

/// A ball around a defect, or a blossom: an odd number of regions in a ring, with a shell around them.
///
/// Its radius, a dual variable of the matching, is `base + slope · t` at time t.
struct MatchingRegion: BitwiseCopyable {
  var base: Int64 = 0
  /// 1 while it grows, −1 while it shrinks, 0 while it rests.
  var slope: Int64 = 0
  /// The blossom it is part of.
  var blossom = none
  /// Its place in an alternating tree.
  var tree = none
  /// The region it is matched to; `boundaryMatch` for the boundary, `none` if unmatched.
  var match = none
  /// How it is matched; from its side.
  var matchLink = MatchingLink()
  /// The node it reached last, by which the others are linked.
  var shell = none
  /// For a blossom, one of the regions in its ring.
  var ring = none
  /// The next region in the ring of `blossom`, and how the two touch.
  var nextInRing = none
  var ringLink = MatchingLink()
  /// As for nodes: when its shell next loses a node, or it vanishes.
  var queued = never
  var wanted = never
}

/// Stands for the boundary as a partner.
let boundaryMatch = none - 1

/// A path between two defects (or from one to the boundary), known by its ends and its observables.
struct MatchingLink: BitwiseCopyable {
  var from = none
  var to = none
  var observables: UInt64 = 0

  var reversed: MatchingLink { MatchingLink(from: to, to: from, observables: observables) }
}

/// A step of an alternating tree: a shrinking inner region matched to a growing outer one; the root has no inner.
struct MatchingTree: BitwiseCopyable {
  var inner = none
  var outer = none
  /// From `inner` to `outer`.
  var innerLink = MatchingLink()
  var parent = none
  /// From `inner` to the parent's `outer`.
  var parentLink = MatchingLink()
  var firstChild = none
  var nextSibling = none
  var previousSibling = none
  /// Set while a common ancestor is looked for.
  var isMarked = false
}
