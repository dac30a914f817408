// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// A detector while a shot is decoded; the root of a cluster also speaks for the cluster.
struct UnionFindNode: BitwiseCopyable {
  /// How far the cluster has grown beyond the detector: `base`, plus the time while it grows.
  var base: Int64 = 0
  /// The time of the entry in the queue that counts; `never` if there is none.
  var queued = never
  /// The way to the root of the cluster; `none` if no cluster holds the detector.
  var parent = none
  /// The next detector of the cluster.
  var next = none
  /// Whose crossing the queue's entry awaits, as a place in the list of edges.
  var awaited = none
  /// The detector's edges: `edges[firstEdge..<endEdge]`.
  var firstEdge: UInt32 = 0
  var endEdge: UInt32 = 0
  /// The edges of the spanning forest at the detector, XORed and counted.
  var forestEdges: UInt32 = 0
  var forestDegree: UInt32 = 0
  /// Of a root: how many detectors the cluster holds, and the last in its list.
  var size: UInt32 = 1
  var last = none
  /// Whether the cluster grows.
  var isGrowing = false
  /// Whether the detector fired and no edge of the correction has undone that.
  var isDefect = false
  /// Of a root: whether an odd number of the cluster's detectors fired.
  var isOdd = false
  /// Of a root: whether the cluster holds an edge to the boundary.
  var hasBoundary = false
}
