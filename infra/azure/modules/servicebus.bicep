metadata description = 'The namespace, its queues, and the topic for other systems. Identities only; no connection string works.'

import { roles } from 'roles.bicep'

@description('Region.')
param location string

@description('Tags for every resource.')
param tags { *: string }

@description('Ending that makes the names unique.')
@minLength(13)
param suffix string

@description('Principal id of the app\'s identity.')
param appPrincipalId string

// A queue with sessions is read in order within each session, and its session waits at its first message as long as what that
// needs is down. Such deliveries are not counted; those that a host's end cuts off are, and the app itself gives up what it cannot
// process. Sessions cannot be switched on for a queue that is there already: such a queue is deleted first.
// Duplicate detection goes by the message id. What comes from a provider or from the outbox has an id derived from its
// cause, so a repeat within the window is dropped here already. A trigger repeats by design: each one must get through.
var queues = [
  { name: 'inbound-chat', dropsDuplicates: true, inSessions: true }
  { name: 'inbound-payments', dropsDuplicates: true, inSessions: false }
  { name: 'outbound-chat', dropsDuplicates: true, inSessions: false }
  { name: 'outbound-mail', dropsDuplicates: true, inSessions: false }
  { name: 'outbox-triggers', dropsDuplicates: false, inSessions: false }
  { name: 'notices', dropsDuplicates: false, inSessions: false }
]

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: 'sb-${suffix}'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for each in queues: {
    parent: namespace
    name: each.name
    properties: {
      lockDuration: 'PT5M'
      requiresSession: each.inSessions
      maxDeliveryCount: each.inSessions ? 1000 : 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      requiresDuplicateDetection: each.dropsDuplicates
      duplicateDetectionHistoryTimeWindow: 'PT10M'
    }
  }
]

// Other systems make a subscription each, with their own identity; without one, nothing is kept here.
resource orderEvents 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = {
  parent: namespace
  name: 'order-events'
  properties: {
    defaultMessageTimeToLive: 'P14D'
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
  }
}

resource appSends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace.id, appPrincipalId, roles.serviceBusDataSender)
  scope: namespace
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
  }
}

resource appReceives 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace.id, appPrincipalId, roles.serviceBusDataReceiver)
  scope: namespace
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
  }
}

@description('Host name of the namespace.')
output fullyQualifiedNamespace string = replace(
  replace(namespace.properties.serviceBusEndpoint, 'https://', ''),
  ':443/',
  ''
)
