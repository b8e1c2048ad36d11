/**
 * The service authorization reference: services, actions, resource types and condition keys, and how CloudTrail events
 * lead to actions and resources.
 */
@NullMarked
package io.iamtighten.catalog;

import org.jspecify.annotations.NullMarked;
