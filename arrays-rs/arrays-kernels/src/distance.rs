//! Distances between points, and neighbours.
