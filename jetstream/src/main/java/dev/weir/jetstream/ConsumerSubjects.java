package dev.weir.jetstream;

/** The subjects of JetStream's API that concern one consumer. */
record ConsumerSubjects(String stream, String consumer) {

  String next() {
    return "$JS.API.CONSUMER.MSG.NEXT." + stream + '.' + consumer;
  }

  String delete() {
    return "$JS.API.CONSUMER.DELETE." + stream + '.' + consumer;
  }
}
