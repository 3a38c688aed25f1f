/// Executes what the project shows its users: the notebooks, under a Jupyter kernel and with
/// nothing but Java, and the README's project.
@NullMarked
package dev.arrays.notebooks;

import org.jspecify.annotations.NullMarked;
