/** Second opinions of AWS itself: IAM Access Analyzer, and IAM's memory of when services and actions were last used. */
@NullMarked
package io.iamtighten.aws.analyzer;

import org.jspecify.annotations.NullMarked;
