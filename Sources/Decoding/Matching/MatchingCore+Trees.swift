// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

internal import ComputePrimitives

/// How regions that touch are matched, and how alternating trees grow and dissolve.
extension MatchingCore {
  /// Acts on two outermost regions that touch, of which at least one is growing.
  mutating func meet(_ first: UInt32, _ second: UInt32, _ link: MatchingLink) {
    let firstTree = regions[first].tree
    let secondTree = regions[second].tree
    if firstTree == none {
      treeMeetsMatch(second, first, link.reversed)
    } else if secondTree == none {
      treeMeetsMatch(first, second, link)
    } else {
      let ancestor = commonAncestor(firstTree, secondTree)
      if ancestor == none {
        matchRoots(first, second, link)
      } else {
        closeBlossom(firstTree, secondTree, ancestor, link)
      }
    }
  }

  /// Matches an outer region to the boundary, which frees its whole tree.
  mutating func treeMeetsBoundary(_ region: UInt32, _ link: MatchingLink) {
    let tree = regions[region].tree
    makeRoot(tree)
    dissolve(tree)
    regions[region].match = boundaryMatch
    regions[region].matchLink = link
    rootCount &-= 1
  }

  /// Matches two outer regions of different trees, which frees both.
  private mutating func matchRoots(_ first: UInt32, _ second: UInt32, _ link: MatchingLink) {
    let firstTree = regions[first].tree
    let secondTree = regions[second].tree
    makeRoot(firstTree)
    dissolve(firstTree)
    makeRoot(secondTree)
    dissolve(secondTree)
    match(first, second, link)
    rootCount &-= 2
  }

  mutating func match(_ first: UInt32, _ second: UInt32, _ link: MatchingLink) {
    regions[first].match = second
    regions[first].matchLink = link
    regions[second].match = first
    regions[second].matchLink = link.reversed
  }

  /// Lets a tree take in a matched pair, or end at a region that leaves the boundary for it.
  private mutating func treeMeetsMatch(_ outer: UInt32, _ met: UInt32, _ link: MatchingLink) {
    let partner = regions[met].match
    if partner == boundaryMatch {
      let tree = regions[outer].tree
      makeRoot(tree)
      dissolve(tree)
      match(outer, met, link)
      rootCount &-= 1
      return
    }
    let tree = makeTree()
    trees[tree].inner = met
    trees[tree].outer = partner
    trees[tree].innerLink = regions[met].matchLink
    attach(tree, to: regions[outer].tree, link.reversed)
    regions[met].match = none
    regions[met].tree = tree
    regions[partner].match = none
    regions[partner].tree = tree
    shrink(met)
    grow(partner)
  }

  /// Makes a tree node a child of another.
  ///
  /// - Parameters:
  ///   - child: The new child.
  ///   - parent: Its parent.
  ///   - link: From the child's inner region to the parent's outer one.
  mutating func attach(_ child: UInt32, to parent: UInt32, _ link: MatchingLink) {
    let sibling = trees[parent].firstChild
    trees[child].parent = parent
    trees[child].parentLink = link
    trees[child].previousSibling = none
    trees[child].nextSibling = sibling
    if sibling != none { trees[sibling].previousSibling = child }
    trees[parent].firstChild = child
  }

  /// Takes a tree node away from its parent.
  mutating func detach(_ child: UInt32) {
    let previous = trees[child].previousSibling
    let next = trees[child].nextSibling
    if previous != none {
      trees[previous].nextSibling = next
    } else {
      trees[trees[child].parent].firstChild = next
    }
    if next != none { trees[next].previousSibling = previous }
    trees[child].parent = none
  }

  /// Turns a tree so that the outer region of a node becomes the root: inner regions change partners along the way up.
  mutating func makeRoot(_ tree: UInt32) {
    var child = tree
    var inner = trees[tree].inner
    var innerLink = trees[tree].innerLink
    var parentLink = trees[tree].parentLink
    var parent = trees[tree].parent
    if parent != none { detach(tree) }
    trees[tree].inner = none
    while parent != none {
      // The inner region between child and parent goes from the child to the parent.
      let grandparent = trees[parent].parent
      let nextInner = trees[parent].inner
      let nextInnerLink = trees[parent].innerLink
      let nextParentLink = trees[parent].parentLink
      if grandparent != none { detach(parent) }
      trees[parent].inner = inner
      trees[parent].innerLink = parentLink
      regions[inner].tree = parent
      attach(parent, to: child, innerLink)
      child = parent
      parent = grandparent
      inner = nextInner
      innerLink = nextInnerLink
      parentLink = nextParentLink
    }
  }

  /// Matches every inner region of a tree to its outer one and brings all of them, and the root, to rest.
  mutating func dissolve(_ tree: UInt32) {
    var child = trees[tree].firstChild
    while child != none {
      let following = trees[child].nextSibling
      dissolve(child)
      child = following
    }
    let inner = trees[tree].inner
    let outer = trees[tree].outer
    if inner != none {
      match(inner, outer, trees[tree].innerLink)
      regions[inner].tree = none
      rest(inner)
    }
    regions[outer].tree = none
    rest(outer)
  }

  /// The lowest tree node above (or equal to) both; `none` if they are in different trees.
  private mutating func commonAncestor(_ first: UInt32, _ second: UInt32) -> UInt32 {
    var tree = first
    while tree != none {
      trees[tree].isMarked = true
      tree = trees[tree].parent
    }
    var found = second
    while found != none, !trees[found].isMarked { found = trees[found].parent }
    tree = first
    while tree != none {
      trees[tree].isMarked = false
      tree = trees[tree].parent
    }
    return found
  }
}
