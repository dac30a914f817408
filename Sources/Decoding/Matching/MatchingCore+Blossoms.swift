// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// How odd rings of regions become blossoms, and how blossoms come apart again.
extension MatchingCore {
  /// Closes the ring of an alternating tree that a link between two of its outer regions completes.
  ///
  /// - Parameters:
  ///   - first: The tree node of one end.
  ///   - second: The tree node of the other end.
  ///   - ancestor: Their lowest common ancestor.
  ///   - link: From the outer region of `first` to that of `second`.
  mutating func closeBlossom(
    _ first: UInt32, _ second: UInt32, _ ancestor: UInt32, _ link: MatchingLink
  ) {
    let blossom = makeRegion()
    // The ring runs down from the ancestor to `first`, across the link, and up from `second`.
    var below = trees[first].outer
    linkRing(below, to: trees[second].outer, link, in: blossom)
    var tree = first
    while tree != ancestor {
      let inner = trees[tree].inner
      let parent = trees[tree].parent
      linkRing(inner, to: below, trees[tree].innerLink, in: blossom)
      below = trees[parent].outer
      linkRing(below, to: inner, trees[tree].parentLink.reversed, in: blossom)
      tree = parent
    }
    tree = second
    while tree != ancestor {
      let inner = trees[tree].inner
      let parent = trees[tree].parent
      linkRing(trees[tree].outer, to: inner, trees[tree].innerLink.reversed, in: blossom)
      linkRing(inner, to: trees[parent].outer, trees[tree].parentLink, in: blossom)
      tree = parent
    }
    prune(first, ancestor)
    prune(second, ancestor)
    regions[blossom].ring = trees[ancestor].outer
    regions[blossom].tree = ancestor
    trees[ancestor].outer = blossom
    enclose(blossom)
  }

  /// Sets the successor of a region in the ring of a blossom.
  private mutating func linkRing(
    _ region: UInt32, to next: UInt32, _ link: MatchingLink, in blossom: UInt32
  ) {
    regions[region].blossom = blossom
    regions[region].nextInRing = next
    regions[region].ringLink = link
  }

  /// Hands the children on the way from a tree node up to an ancestor over to the ancestor.
  private mutating func prune(_ lowest: UInt32, _ ancestor: UInt32) {
    var tree = lowest
    while tree != ancestor {
      let parent = trees[tree].parent
      detach(tree)
      while true {
        let child = trees[tree].firstChild
        if child == none { break }
        let link = trees[child].parentLink
        detach(child)
        attach(child, to: ancestor, link)
      }
      tree = parent
    }
  }

  /// Stops the regions of a new blossom's ring and lets the blossom grow from radius 0.
  private mutating func enclose(_ blossom: UInt32) {
    let now = queue.clock
    let first = regions[blossom].ring
    var child = first
    repeat {
      regions[child].base &+= regions[child].slope &* now
      regions[child].slope = 0
      regions[child].wanted = never
      regions[child].tree = none
      child = regions[child].nextInRing
    } while child != first
    wrap(blossom, in: blossom, between: 0)
    grow(blossom)
  }

  /// Acts on a shrinking single defect whose region has vanished: the outer regions before and after it touch.
  mutating func collapseInner(_ region: UInt32) {
    let tree = regions[region].tree
    let parent = trees[tree].parent
    let parentLink = trees[tree].parentLink
    let innerLink = trees[tree].innerLink
    closeBlossom(
      tree, parent, parent,
      MatchingLink(
        from: innerLink.to, to: parentLink.to,
        observables: innerLink.observables ^ parentLink.observables))
  }

  /// Takes a shrinking blossom of radius 0 apart.
  ///
  /// Its ring enters the tree on the side with an odd number of regions between the links to the parent and
  /// to the outer region; the others are matched in pairs.
  mutating func shatterInner(_ blossom: UInt32) {
    let tree = regions[blossom].tree
    let entry = ringRegion(of: trees[tree].parentLink.from, in: blossom)
    let exit = ringRegion(of: trees[tree].innerLink.from, in: blossom)
    regions[blossom].base = 0
    regions[blossom].slope = 0
    regions[blossom].tree = none

    var steps = 0
    var length = 0
    var child = entry
    repeat {
      if child == exit { steps = length }
      length &+= 1
      regions[child].blossom = none
      wrap(child, in: child, between: 0)
      child = regions[child].nextInRing
    } while child != entry
    if steps & 1 != 0 {
      reverseRing(entry)
      steps = length &- steps
    }

    var parent = trees[tree].parent
    var parentLink = trees[tree].parentLink
    detach(tree)
    child = entry
    while child != exit {
      let outer = regions[child].nextInRing
      let step = makeTree()
      trees[step].inner = child
      trees[step].outer = outer
      trees[step].innerLink = regions[child].ringLink
      attach(step, to: parent, parentLink)
      regions[child].tree = step
      regions[outer].tree = step
      parent = step
      parentLink = regions[outer].ringLink.reversed
      child = regions[outer].nextInRing
    }
    trees[tree].inner = exit
    regions[exit].tree = tree
    attach(tree, to: parent, parentLink)
    settle(from: entry, to: exit)
  }

  /// Sets the former ring of a shattered blossom in motion: the path alternates, the rest is matched and looks around.
  private mutating func settle(from entry: UInt32, to exit: UInt32) {
    var child = regions[exit].nextInRing
    while child != entry {
      let partner = regions[child].nextInRing
      match(child, partner, regions[child].ringLink)
      lookAtArea(of: child)
      lookAtArea(of: partner)
      child = regions[partner].nextInRing
    }
    child = entry
    var isInner = true
    while true {
      if isInner { shrink(child) } else { grow(child) }
      if child == exit { return }
      isInner.toggle()
      child = regions[child].nextInRing
    }
  }

  /// Turns the direction of a ring.
  private mutating func reverseRing(_ start: UInt32) {
    var region = start
    var next = regions[region].nextInRing
    var link = regions[region].ringLink
    repeat {
      let following = regions[next].nextInRing
      let followingLink = regions[next].ringLink
      regions[next].nextInRing = region
      regions[next].ringLink = link.reversed
      region = next
      next = following
      link = followingLink
    } while region != start
  }

  /// The region of a blossom's ring in which a defect lies.
  func ringRegion(of defect: UInt32, in blossom: UInt32) -> UInt32 {
    var region = nodes[defect].region
    while regions[region].blossom != blossom { region = regions[region].blossom }
    return region
  }
}
